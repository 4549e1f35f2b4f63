"use strict";
// What both reports share: the switch of language, help, and the reader's decisions on edits.
const report = (() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const words = read("words");
  const receipt = read("receipt");
  const page = document.documentElement;
  const changed = [];
  const CONTEXT = 20; // code points on either side of an edit, in a decision

  const language = () => page.dataset.language;
  const word = (key) => (words[key] ? words[key][language()] : key.slice(key.indexOf(".") + 1));
  const spoken = (texts) => (texts || {})[language()] || "";
  const reason = (rule) => spoken(receipt.reasons[rule]);

  // Log odds in nats, as a reader of no statistics understands them.
  function odds(nats) {
    const ratio = Math.min(Math.exp(nats), 1e6);
    const shown = ratio < 10 ? ratio.toFixed(1) : Math.round(Number(ratio.toPrecision(2))).toLocaleString("en");
    return `${ratio < 1e6 ? "≈" : ">"} ${shown} : 1 (${nats.toFixed(2)} ${word("confidence-nats")})`;
  }

  function translate(part = document) {
    for (const place of part.querySelectorAll("[data-t]")) place.textContent = word(place.dataset.t);
    for (const place of part.querySelectorAll("[data-t-label]"))
      place.setAttribute("aria-label", word(place.dataset.tLabel));
    for (const place of part.querySelectorAll("[data-reason]"))
      place.textContent = reason(place.dataset.reason);
  }

  function speak(name) {
    page.dataset.language = name;
    page.lang = name === "zh" ? "zh-CN" : "en";
    document.getElementById("language").lang = name === "zh" ? "en" : "zh-CN";
    translate();
    for (const tell of changed) tell();
  }

  function element(name, content, properties = {}) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...(Array.isArray(content) ? content : [content]));
    return made;
  }

  // Decisions by the number of their edit; `describe` makes the record that is exported.
  function keepDecisions(describe, show) {
    const verdicts = new Map();
    let saved = true;
    const button = document.getElementById("export");

    function decide(number, verdict) {
      if (verdicts.get(number) === verdict) verdicts.delete(number);
      else verdicts.set(number, verdict);
      saved = verdicts.size === 0;
      const all = [...verdicts.values()];
      document.getElementById("accepted").textContent = all.filter((v) => v === "accept").length;
      document.getElementById("rejected").textContent = all.filter((v) => v === "reject").length;
      button.disabled = verdicts.size === 0;
      show(number, verdicts.get(number));
    }

    function save() {
      if (!verdicts.size) return;
      const numbers = [...verdicts.keys()].sort((one, two) => one - two);
      const decisions = numbers.map((number) => ({ verdict: verdicts.get(number), ...describe(number) }));
      const text = JSON.stringify({ gongwen_clean_decisions: 1, decisions }, null, 1) + "\n";
      const link = element("a", "", {
        href: URL.createObjectURL(new Blob([text], { type: "application/json" })),
        download: "decisions.json",
      });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      saved = true;
    }

    button.addEventListener("click", save);
    addEventListener("beforeunload", (event) => {
      if (!saved) event.preventDefault();
    });
    return { decide, save, of: (number) => verdicts.get(number) };
  }

  function listen(keys) {
    const help = document.getElementById("help");
    const all = { "?": () => help.showModal(), ...keys };
    document.getElementById("ask").addEventListener("click", all["?"]);
    document.getElementById("language").addEventListener("click", () => speak(language() === "zh" ? "en" : "zh"));
    addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
      if (event.target.closest("input[type=text], select, textarea")) return;
      const act = all[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    });
  }

  function openForPrint() {
    const opened = [];
    addEventListener("beforeprint", () => {
      for (const details of document.querySelectorAll("details:not([open])")) {
        details.open = true;
        opened.push(details);
      }
    });
    addEventListener("afterprint", () => {
      for (const details of opened.splice(0)) details.open = false;
    });
  }

  openForPrint();
  return { receipt, word, spoken, reason, element, odds, keepDecisions, listen, translate, CONTEXT, onLanguage: (tell) => changed.push(tell) };
})();
