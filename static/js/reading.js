// Reading a case: the evidence follows the part of the dossier that is read, pages turn in place,
// keys press the buttons. Without it every link opens a page of its own.
(function () {
  "use strict";
  var viewer = document.getElementById("viewer");
  var status = document.querySelector("[data-viewer-status]");
  var wide = window.matchMedia("(min-width: 62em)");

  function say(text) { if (status) status.textContent = text; }
  function shown() { return viewer && viewer.querySelector(".viewer"); }

  // A link to a page of evidence opens it in the viewer --------------------------------------
  function show(address) {
    window.htmx.ajax("GET", address, { source: viewer, target: viewer, swap: "innerHTML" });
  }
  document.addEventListener("click", function (event) {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    var link = event.target.closest("a[data-view], a[data-changes]");
    if (!link) return;
    if (link.matches("[data-changes]")) {
      var body = link.closest("[data-changes-body]");
      if (!body) return;
      event.preventDefault();
      window.htmx.ajax("GET", link.href, { source: body, target: body, swap: "innerHTML" });
      return;
    }
    if (!viewer) return;
    event.preventDefault();
    show(link.href);
    if (!wide.matches && !viewer.contains(link)) viewer.scrollIntoView();
  });
  if (viewer) {
    viewer.addEventListener("htmx:afterSwap", function () {
      var now = shown();
      if (!now) return;
      say(now.dataset.said);
      document.querySelectorAll(".evidence-list [data-file]").forEach(function (link) {
        if (link.dataset.file === now.dataset.file) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      });
    });
    ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach(function (name) {
      viewer.addEventListener(name, function () { say("这一页没有打开，请检查网络后再试一次。"); viewer.classList.add("is-failed"); });
    });
    viewer.addEventListener("htmx:beforeSwap", function () { viewer.classList.remove("is-failed"); });
  }

  // The evidence of the part that is read ----------------------------------------------------
  var follow = document.querySelector("[data-follow]");
  var beside = document.querySelector("[data-beside]");
  var parts = Array.prototype.slice.call(document.querySelectorAll(".dossier-text .dossier-part"));
  var current = null;
  var waiting = 0;

  function partAt() {
    var line = window.innerHeight * 0.3;
    var found = null;
    parts.forEach(function (part) {
      if (part.getBoundingClientRect().top <= line) found = part;
    });
    return found;
  }
  function turnTo(part) {
    var step = part.id.replace("part-", "");
    var label = part.querySelector("h2").firstChild.textContent.trim();
    var first = document.querySelector(".evidence-list [data-step='" + step + "'] [data-file]");
    document.querySelectorAll(".evidence-list [data-step]").forEach(function (each) {
      each.classList.toggle("is-beside", each.dataset.step === step);
    });
    beside.hidden = false;
    beside.textContent = "正在看“" + label + "”" + (first ? "" : "，这一部分没有对应的证明材料");
    if (first && (!shown() || shown().dataset.step !== step)) show(first.href);
  }
  function look() {
    if (!follow || !follow.checked || !wide.matches) return;
    var part = partAt();
    if (part === current) return;
    current = part;
    if (part) turnTo(part);
  }
  function later() {
    window.clearTimeout(waiting);
    // Who scrolls past a part does not read it.
    waiting = window.setTimeout(look, 250);
  }
  if (viewer && beside && parts.length) {
    window.addEventListener("scroll", later, { passive: true });
    follow.addEventListener("change", function () {
      current = null;
      if (follow.checked) look();
      else {
        beside.hidden = true;
        document.querySelectorAll(".evidence-list .is-beside").forEach(function (each) {
          each.classList.remove("is-beside");
        });
      }
    });
  }

  // Keys: with Alt only, so that neither typing nor a screen reader's own keys are taken -----
  var KEYS = { KeyJ: "Alt+J", KeyK: "Alt+K", KeyN: "Alt+N", KeyP: "Alt+P", Comma: "Alt+,", Period: "Alt+." };
  document.addEventListener("keydown", function (event) {
    var keys = KEYS[event.code];
    if (!keys || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    var button = document.querySelector("[aria-keyshortcuts='" + keys + "']");
    if (button) {
      event.preventDefault();
      button.click();
    } else if (viewer) {
      event.preventDefault();
      say("已经到头了。");
    }
  });
})();
