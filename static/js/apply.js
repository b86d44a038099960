// The applicant's forms: counters, fields that another answer asks for. Saving: saving.js.
// Every page works without it.
(function () {
  "use strict";

  // Fields that another answer asks for ----------------------------------------------------
  function valuesOf(form, name) {
    var found = [];
    form.querySelectorAll("[name='" + name + "']").forEach(function (control) {
      if ((control.type === "radio" || control.type === "checkbox") && !control.checked) return;
      if (control.value) found.push(control.value);
    });
    return found;
  }
  function showNeeded(form) {
    form.querySelectorAll("[data-needs]").forEach(function (field) {
      var wanted = field.dataset.needsValues.split(" ");
      var chosen = valuesOf(form, field.dataset.needs);
      var filled = Array.prototype.some.call(
        field.querySelectorAll("input, select, textarea"),
        function (control) {
          return control.type === "radio" || control.type === "checkbox" ? control.checked : control.value;
        }
      );
      // What was typed is never hidden.
      field.hidden = !filled && !chosen.some(function (value) { return wanted.indexOf(value) >= 0; });
    });
  }
  function showAsked() {
    document.querySelectorAll("[data-asked-by]").forEach(function (list) {
      var at = list.dataset.askedBy.indexOf("-");
      var form = document.getElementById("form-" + list.dataset.askedBy.slice(0, at));
      if (!form) return;
      var answer = valuesOf(form, list.dataset.askedBy.slice(at + 1))[0];
      list.hidden = answer !== "yes" && !list.querySelector(".row-item");
    });
  }

  // Counters -------------------------------------------------------------------------------
  // The same as applications/texts.py.
  var UNIT = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[\ud840-\ud8bf][\udc00-\udfff]|[A-Za-z0-9]+(?:[.'\-][A-Za-z0-9]+)*/g;
  function count(area) {
    var place = document.getElementById(area.id + "-count");
    if (!place) return;
    var limit = Number(area.dataset.limit);
    var length = Array.from(area.value).length;
    var text = "最多 " + limit + " 字，现有 " + length + " 字";
    if (area.hasAttribute("data-counts-words")) {
      text = "现有 " + (area.value.match(UNIT) || []).length + " 字（标点和空格不算）；连标点最多 " + limit + " 个字符，现有 " + length + " 个";
    }
    if (length > limit) text += "，超出 " + (length - limit) + " 字";
    place.textContent = text;
    place.classList.toggle("is-over", length > limit);
  }

  document.addEventListener("input", function (event) {
    if (event.target.matches("textarea[data-limit]")) count(event.target);
  });
  document.addEventListener("change", function (event) {
    var form = event.target.closest("form[data-autosave]");
    if (form) showNeeded(form);
    showAsked();
  });
  document.querySelectorAll("form[data-autosave]").forEach(function (form) {
    showNeeded(form);
    form.querySelectorAll("textarea[data-limit]").forEach(count);
  });
  showAsked();

  // On narrow screens the verdict stays folded until it is asked for; a tablet that is turned, or
  // a page that is drawn anew, has it as its width asks.
  var narrow = window.matchMedia("(max-width: 61.99em)");
  function foldByWidth() {
    document.querySelectorAll("details[data-fold]").forEach(function (fold) { fold.open = !narrow.matches; });
  }
  foldByWidth();
  narrow.addEventListener("change", foldByWidth);
  document.addEventListener("portal:redrawn", foldByWidth);
})();
