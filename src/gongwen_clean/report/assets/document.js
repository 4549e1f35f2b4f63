// A document's page: walk through the edits, explain them, filter them, jump to places, decide.
(() => {
  const { receipt, word, spoken, reason, element } = report;
  const rows = document.getElementById("rows");
  const note = document.getElementById("note");
  const place = document.getElementById("place");
  const total = receipt.start.length;
  const hidden = new Set(); // rules whose edits are not shown
  const hiddenSets = new Set();
  const shownStyle = new CSSStyleSheet();
  document.adoptedStyleSheets.push(shownStyle);
  let current = -1; // number of the chosen edit
  const LONG = 160; // characters of an edit that the note shows
  const opened = []; // removed lines that were unfolded for the chosen edit
  let shown = null; // what the note is about: the element

  // ---- sheets of rows: those of long documents wait as text, which a browser reads in no time

  function fill(sheet) {
    const waiting = sheet.querySelector(":scope > script");
    if (waiting) {
      sheet.innerHTML = waiting.textContent;
      report.translate(sheet);
    }
    return sheet;
  }

  function fillInTime() {
    const waiting = [...rows.querySelectorAll(":scope > .sheet > script")].map((script) => script.parentElement);
    const inSight = new IntersectionObserver((seen) => {
      for (const one of seen) if (one.isIntersecting) inSight.unobserve(fill(one.target));
    }, { rootMargin: "150%" });
    for (const sheet of waiting) inSight.observe(sheet);
    // the others while the reader does nothing, so that the browser's own search finds their text too
    const later = window.requestIdleCallback || ((act) => setTimeout(act, 50, { timeRemaining: () => 9 }));
    const fillSome = (idle) => {
      while (waiting.length && idle.timeRemaining() > 5) fill(waiting.shift());
      if (waiting.length) later(fillSome);
    };
    setTimeout(() => later(fillSome), 1000); // the page itself comes first
    addEventListener("beforeprint", () => waiting.splice(0).forEach(fill));
  }

  // ---- which element is which edit: by its place in its sheet, as names for all would take long to read

  function lastUpTo(all, name, value) {
    let low = 0, high = all.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (Number(all[middle].dataset[name]) <= value) low = middle;
      else high = middle - 1;
    }
    return all[low];
  }

  // What stands in the source and in the text; of removed lines, only the former.
  function halves(number) {
    const sheet = fill(lastUpTo(rows.children, "edit", number));
    const before = sheet.querySelectorAll("del")[number - Number(sheet.dataset.edit)];
    const row = before.closest(".row");
    const after = row.querySelectorAll("ins")[[...row.querySelectorAll("del")].indexOf(before)];
    return after ? [before, after] : [before];
  }

  function numberOf(half) {
    const row = half.closest(".row"), sheet = half.closest(".sheet");
    const place = [...row.querySelectorAll(half.localName)].indexOf(half);
    const before = row.querySelectorAll("del")[place];
    return Number(sheet.dataset.edit) + [...sheet.querySelectorAll("del")].indexOf(before);
  }

  const isShown = (number) => !hiddenSets.has(receipt.set[number]);

  // ---- the note beside an edit

  function describeEdit(number) {
    const [before, after] = halves(number);
    const confidence = receipt.confidence[number];
    const kind = before.className.split(" ")[0];
    return [
      element("b", word("kind." + kind)),
      element("dl", [
        element("dt", word("before")), element("dd", brief(before), { lang: "zh-CN" }),
        element("dt", word("after")), element("dd", brief(after), { lang: "zh-CN" }),
        element("dt", word("confidence")),
        element("dd", confidence === null ? word("confidence-none") : report.odds(confidence)),
        ...candidatesOf(number, before.textContent),
      ], { className: "change" }),
      ...receipt.sets[receipt.set[number]].map(explain),
      verdictButtons(number),
    ];
  }

  // What else was weighed, the likeliest first; the word as it stood is one of them.
  function candidatesOf(number, stood) {
    const candidates = receipt.candidates[number];
    if (!candidates) return [];
    const shown = candidates.map((one) => element("li", [
      element("span", one, { lang: "zh-CN" }),
      ...(one === stood ? [element("span", word("candidate-kept"), { className: "quiet" })] : []),
    ]));
    return [element("dt", word("candidates")), element("dd", element("ol", shown, { className: "candidates" }))];
  }

  function brief(half) {
    const text = half ? half.textContent : "";
    return text.length > LONG ? `${text.slice(0, LONG)}…` : text || word("nothing");
  }

  function explain(rule) {
    return element("p", [reason(rule), element("span", rule, { className: "rule-name" })], { className: "why" });
  }

  function describeFinding(number) {
    const [kind, , , message] = receipt.findings[number];
    return [element("b", word("findings")), explain(kind), element("p", spoken(message), { className: "quiet" })];
  }

  function verdictButtons(number) {
    const button = (name) => {
      const made = element("button", word(name), { type: "button", className: name });
      made.setAttribute("aria-pressed", decisions.of(number) === name);
      made.addEventListener("click", () => decisions.decide(number, name));
      return made;
    };
    return element("p", [button("accept"), button("reject")], { className: "verdict" });
  }

  function showNote(at) {
    shown = at;
    note.replaceChildren(...(at.dataset.f ? describeFinding(Number(at.dataset.f)) : describeEdit(numberOf(at))));
    note.hidden = false;
    if (matchMedia("(max-width: 46rem)").matches) return note.removeAttribute("style");
    const box = (at.getClientRects()[0] || at.getBoundingClientRect());
    const ceiling = document.querySelector(".bar").getBoundingClientRect().bottom;
    const below = box.bottom + 8 + note.offsetHeight < innerHeight || box.top - ceiling < note.offsetHeight + 16;
    const left = Math.min(box.left, document.documentElement.clientWidth - note.offsetWidth - 12);
    note.style.left = `${Math.max(8, left) + scrollX}px`;
    note.style.top = `${(below ? box.bottom + 8 : box.top - note.offsetHeight - 8) + scrollY}px`;
  }

  function hideNote() {
    note.hidden = true;
    shown = null;
  }

  // ---- the chosen edit

  function choose(number, half) {
    unmark();
    current = number;
    const both = halves(number);
    const at = half || both.find((one) => one.textContent) || both[0];
    for (const one of both) one.classList.add("current");
    for (let around = at.closest("details"); around; around = around.parentElement.closest("details")) open(around);
    at.tabIndex = 0;
    at.focus({ preventScroll: true });
    place.textContent = `${number + 1} / ${total}`;
    if (half) showNote(at);
    else bring(at, () => showNote(at));
  }

  // Rows out of sight have only an estimated height: once they are drawn, what was brought in may have moved.
  function bring(at, then, frames = 3) {
    at.scrollIntoView({ block: "center" });
    if (frames > 1) requestAnimationFrame(() => bring(at, then, frames - 1));
    else then();
  }

  function open(details) {
    if (!details.open) opened.push(details);
    details.open = true;
  }

  function unmark() {
    for (const details of opened.splice(0)) details.open = false;
    for (const one of document.querySelectorAll(".current")) {
      one.classList.remove("current");
      one.removeAttribute("tabindex");
    }
    if (CSS.highlights) CSS.highlights.clear();
  }

  function step(by) {
    let number = current < 0 && by < 0 ? total : current;
    do number += by; while (number >= 0 && number < total && !isShown(number));
    if (number >= 0 && number < total) choose(number);
  }

  function close() {
    if (!note.hidden) return hideNote();
    unmark();
    current = -1;
    place.textContent = `0 / ${total}`;
  }

  // ---- places of metadata and findings, by offsets in code points of the source

  const rowAt = (offset) => lastUpTo(fill(lastUpTo(rows.children, "start", offset)).children, "start", offset);

  function findPoint(offset, isEnd) {
    let row = rowAt(isEnd && offset ? offset - 1 : offset);
    let left = offset - Number(row.dataset.start);
    const texts = document.createTreeWalker(row.querySelector(".raw"), NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const chars = Array.from(text.data);
      if (left < chars.length || (isEnd && left === chars.length))
        return [text, chars.slice(0, left).join("").length];
      left -= chars.length;
    }
    return null;
  }

  function jump(start, end) {
    const row = rowAt(start);
    unmark();
    if (row.matches("details")) open(row);
    const from = findPoint(start, false), to = findPoint(end, true);
    hideNote();
    if (!from || !to) return bring(row, () => {});
    const range = document.createRange();
    range.setStart(...from);
    range.setEnd(...to);
    if (CSS.highlights) CSS.highlights.set("place", new Highlight(range));
    else getSelection().setBaseAndExtent(...from, ...to);
    const around = range.startContainer.parentElement;
    const mark = around.closest("mark");
    if (mark) mark.classList.add("current");
    bring(around.matches(".raw") ? row : around, () => { if (mark) showNote(mark); });
  }

  // ---- filters: one rule of style for each set of rules, however many edits there are

  function showRules() {
    hiddenSets.clear();
    receipt.sets.forEach((rules, number) => {
      if (rules.every((rule) => hidden.has(rule))) hiddenSets.add(number);
    });
    const chosen = [...hiddenSets].map((number) => `.s${number}`).join(",");
    shownStyle.replaceSync(chosen
      ? `:is(del,ins):is(${chosen}){background:none!important;text-decoration:none!important;cursor:auto!important;outline:none!important}
         :is(del,ins):is(${chosen})::before{content:none!important}`
      : "");
    if (current >= 0 && !isShown(current)) { hideNote(); close(); }
  }

  function filter(event) {
    const box = event.target;
    const family = box.closest(".family");
    const boxes = [...family.querySelectorAll("[data-rule]")];
    if (box.dataset.family !== undefined) for (const one of boxes) one.checked = box.checked;
    for (const one of boxes) one.checked ? hidden.delete(one.dataset.rule) : hidden.add(one.dataset.rule);
    const ticked = boxes.filter((one) => one.checked).length;
    const whole = family.querySelector("[data-family]");
    whole.checked = ticked > 0;
    whole.indeterminate = ticked > 0 && ticked < boxes.length;
    showRules();
  }

  // ---- decisions

  function textBeside(half, back) {
    let cell = half.closest(".raw");
    const range = document.createRange();
    range.selectNodeContents(cell);
    if (back) range.setEndBefore(half);
    else range.setStartAfter(half);
    let text = range.toString();
    let row = cell.closest(".row");
    while (Array.from(text).length < report.CONTEXT) {
      row = neighbour(row, back);
      if (!row) break;
      const more = row.querySelector(".raw").textContent;
      text = back ? more + text : text + more;
    }
    const chars = Array.from(text);
    return (back ? chars.slice(-report.CONTEXT) : chars.slice(0, report.CONTEXT)).join("");
  }

  function neighbour(row, back) {
    const next = (one) => (back ? one.previousElementSibling : one.nextElementSibling);
    const sheet = next(row) ? null : next(row.closest(".sheet"));
    return next(row) || (sheet && (back ? fill(sheet).lastElementChild : fill(sheet).firstElementChild));
  }

  function describe(number) {
    const [before, after] = halves(number);
    return {
      rule: receipt.sets[receipt.set[number]].join("+"),
      before: before.textContent,
      after: after ? after.textContent : "",
      left: textBeside(before, true),
      right: textBeside(before, false),
      document: receipt.document,
      start: receipt.start[number],
      end: receipt.end[number],
      confidence: receipt.confidence[number],
    };
  }

  const decisions = report.keepDecisions(describe, (number, verdict) => {
    for (const half of halves(number)) {
      half.classList.toggle("accepted", verdict === "accept");
      half.classList.toggle("rejected", verdict === "reject");
    }
    if (shown && !shown.dataset.f) showNote(shown);
  });
  const decide = (verdict) => { if (current >= 0) decisions.decide(current, verdict); };

  // ---- events, one listener for all edits

  const marked = (event) => {
    const half = event.target.closest && event.target.closest("#rows del, #rows ins, #rows mark");
    return half && (half.dataset.f || isShown(numberOf(half))) ? half : null;
  };
  rows.addEventListener("click", (event) => {
    const half = marked(event);
    if (!half) return;
    if (half.dataset.f) { unmark(); showNote(half); }
    else choose(numberOf(half), half);
  });
  const hovers = (event) => event.pointerType === "mouse" && current < 0 && marked(event);
  rows.addEventListener("pointerover", (event) => {
    const half = hovers(event);
    if (half) showNote(half);
  });
  rows.addEventListener("pointerout", (event) => {
    if (hovers(event)) hideNote();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-start]");
    if (link) {
      event.preventDefault();
      jump(Number(link.dataset.start), Number(link.dataset.end));
    } else if (!event.composedPath().some((one) => one.matches?.("#note, #rows, .bar, .tools"))) hideNote();
  });
  document.addEventListener("change", (event) => {
    if (event.target.closest(".filters")) filter(event);
  });
  document.getElementById("next").addEventListener("click", () => step(1));
  document.getElementById("previous").addEventListener("click", () => step(-1));
  report.onLanguage(() => { if (shown) showNote(shown); });
  report.listen({
    n: () => step(1), j: () => step(1), p: () => step(-1), k: () => step(-1),
    a: () => decide("accept"), x: () => decide("reject"), e: decisions.save, Escape: close,
  });
  report.translate();
  fillInTime();
})();
