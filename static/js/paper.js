// The defence paper's step: only the panel of the chosen way is shown. Without this both are,
// each saying when it is used.
(function () {
  "use strict";
  var way = document.getElementById("defence-way");
  if (!way) return;
  function show() {
    document.querySelectorAll("[data-way]").forEach(function (panel) {
      panel.hidden = panel.dataset.way !== way.value;
    });
  }
  way.addEventListener("change", show);
  document.addEventListener("portal:redrawn", show);
  show();
})();
