// A corpus page: decide on a random sample of edits, one after another.
(() => {
  const items = [...document.querySelectorAll(".item")];
  const samples = report.receipt.samples;
  const hidden = new Set(); // families that are not shown
  const place = document.getElementById("place");
  let current = -1;

  const isShown = (number) => !hidden.has(items[number].dataset.family);

  function choose(number) {
    if (current >= 0) items[current].classList.remove("current");
    current = number;
    items[number].classList.add("current");
    items[number].focus({ preventScroll: true });
    items[number].scrollIntoView({ block: "center" });
    place.textContent = `${number + 1} / ${items.length}`;
  }

  function step(by) {
    let number = current < 0 && by < 0 ? items.length : current;
    do number += by; while (number >= 0 && number < items.length && !isShown(number));
    if (number >= 0 && number < items.length) choose(number);
  }

  function leave() {
    if (current < 0) return;
    items[current].classList.remove("current");
    items[current].blur();
    current = -1;
    place.textContent = `0 / ${items.length}`;
  }

  function show(number, verdict) {
    for (const name of ["accept", "reject"])
      items[number].querySelector("." + name).setAttribute("aria-pressed", verdict === name);
    items[number].classList.toggle("decided", Boolean(verdict));
    document.getElementById("done").hidden = items.some((_, other) => !decisions.of(other));
  }

  function decide(verdict) {
    if (current < 0) return;
    decisions.decide(current, verdict);
    if (decisions.of(current)) step(1);
  }

  function filter(event) {
    const box = event.target;
    box.checked ? hidden.delete(box.value) : hidden.add(box.value);
    items.forEach((item, number) => { item.hidden = !isShown(number); });
    if (current >= 0 && !isShown(current)) leave();
  }

  if (!items.length) {
    report.listen({});
    report.translate();
    return;
  }
  const decisions = report.keepDecisions((number) => samples[number], show);
  document.getElementById("items").addEventListener("click", (event) => {
    const item = event.target.closest(".item");
    if (!item) return;
    const number = items.indexOf(item);
    if (number !== current) choose(number);
    if (event.target.closest(".accept")) decisions.decide(number, "accept");
    if (event.target.closest(".reject")) decisions.decide(number, "reject");
  });
  document.querySelector("#review .filters").addEventListener("change", filter);
  document.getElementById("next").addEventListener("click", () => step(1));
  document.getElementById("previous").addEventListener("click", () => step(-1));
  report.listen({
    n: () => step(1), j: () => step(1), p: () => step(-1), k: () => step(-1),
    a: () => decide("accept"), x: () => decide("reject"), e: decisions.save, Escape: leave,
  });
  report.translate();
})();
