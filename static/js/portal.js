// Small comforts; every page works without them.
(function () {
  "use strict";
  document.documentElement.classList.add("js");

  // The menu on narrow screens.
  document.querySelectorAll("[data-toggle-nav]").forEach(function (button) {
    var nav = document.getElementById(button.getAttribute("aria-controls"));
    button.addEventListener("click", function () {
      button.setAttribute("aria-expanded", String(nav.classList.toggle("is-open")));
    });
  });

  // A click elsewhere or Escape closes the user's menu.
  document.addEventListener("click", function (event) {
    document.querySelectorAll(".user-menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.removeAttribute("open");
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll(".user-menu[open]").forEach(function (menu) {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    });
  });

  // The error summary takes the focus, so that it is read first.
  var summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();

  // Select all: <form data-select> with [data-select-all], [data-select-row], [data-select-count];
  // [data-select-everything="n"] means all n of the list, also those on other pages.
  function count(form) {
    var rows = form.querySelectorAll("[data-select-row]");
    var chosen = 0;
    rows.forEach(function (box) {
      chosen += box.checked ? 1 : 0;
      var row = box.closest("tr");
      if (row) row.classList.toggle("is-selected", box.checked);
    });
    var everything = form.querySelector("[data-select-everything]");
    var isAll = Boolean(everything && everything.checked);
    if (isAll) chosen = everything.getAttribute("data-select-everything");
    rows.forEach(function (box) {
      box.disabled = isAll;
    });
    form.querySelectorAll("[data-select-count]").forEach(function (place) {
      place.textContent = "已选 " + chosen + " 条";
    });
    form.querySelectorAll("[data-select-all]").forEach(function (all) {
      all.disabled = isAll;
      all.checked = !isAll && chosen > 0 && chosen === rows.length;
      all.indeterminate = !isAll && chosen > 0 && chosen < rows.length;
    });
  }
  document.querySelectorAll("form[data-select]").forEach(function (form) {
    form.addEventListener("change", function (event) {
      if (event.target.matches("[data-select-all]")) {
        form.querySelectorAll("[data-select-row]").forEach(function (box) {
          box.checked = event.target.checked;
        });
      }
      count(form);
    });
    count(form);
  });

  // A list that the browser kept from before is old, and its form has acted: it is read anew.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted && document.querySelector("form[data-select] [name=form_key]")) window.location.reload();
  });

  // A filter's choices apply at once: <form data-autosubmit>.
  document.querySelectorAll("form[data-autosubmit] select").forEach(function (select) {
    select.addEventListener("change", function () {
      select.form.requestSubmit ? select.form.requestSubmit() : select.form.submit();
    });
  });

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
})();
