// The public pages: the table of contents folds on narrow screens, and fields that another answer
// asks for appear with it. Every page works without it.
(function () {
  "use strict";
  var narrow = window.matchMedia("(max-width: 61.99em)");
  function foldByWidth() {
    document.querySelectorAll("details[data-fold]").forEach(function (fold) { fold.open = !narrow.matches; });
  }
  foldByWidth();
  narrow.addEventListener("change", foldByWidth);

  function valuesOf(form, name) {
    var found = [];
    form.querySelectorAll("[name='" + name + "']").forEach(function (control) {
      if ((control.type === "radio" || control.type === "checkbox") && !control.checked) return;
      if (control.value) found.push(control.value);
    });
    return found;
  }
  function isFilled(field) {
    return Array.prototype.some.call(field.querySelectorAll("input, select"), function (control) {
      return control.type === "radio" || control.type === "checkbox" ? control.checked : control.value;
    });
  }
  function showNeeded(form) {
    form.querySelectorAll("[data-needs]").forEach(function (field) {
      var wanted = field.dataset.needsValues.split(" ");
      var chosen = valuesOf(form, field.dataset.needs);
      // What was typed is never hidden.
      field.hidden = !isFilled(field) && !chosen.some(function (value) { return wanted.indexOf(value) >= 0; });
    });
  }
  document.querySelectorAll("form[data-needs-form]").forEach(function (form) {
    form.addEventListener("change", function () { showNeeded(form); });
    showNeeded(form);
  });
})();
