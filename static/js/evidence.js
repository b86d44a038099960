// Evidence: upload with a progress bar and new tries, order by dragging. Without it the forms and
// their buttons do the same.
(function () {
  "use strict";
  var WAITS_MS = [1000, 3000, 8000];

  // Upload -----------------------------------------------------------------------------------
  function Upload(form) {
    this.form = form;
    this.input = form.querySelector("input[type=file]");
    this.button = form.querySelector("button");
    this.state = form.querySelector("[data-upload-state]");
    this.bar = this.state.querySelector("progress");
    this.text = this.state.querySelector("[data-upload-text]");
    this.again = this.state.querySelector("[data-upload-again]");
  }
  Upload.prototype.begin = function () {
    var most = Number(this.form.dataset.most);
    var large = Array.from(this.input.files).filter(function (file) { return file.size > most * 1024 * 1024; });
    this.state.hidden = false;
    this.bar.hidden = false;
    this.text.classList.remove("upload-refused");
    if (large.length) {
      this.bar.hidden = true;
      this.text.classList.add("upload-refused");
      this.text.textContent = "没有上传：“" + large[0].name + "”超过 " + most + " MB，请压缩或分成几个文件，再重新选择";
      this.input.value = "";
      return;
    }
    this.send(0);
  };
  Upload.prototype.send = function (tries) {
    var self = this, request = new XMLHttpRequest(), body = new FormData(this.form);
    this.button.disabled = true;
    this.again.hidden = true;
    this.bar.value = 0;
    // The try before may have arrived although its answer did not.
    if (tries) body.append("again", String(tries));
    request.open("POST", this.form.action);
    request.upload.addEventListener("progress", function (move) {
      if (!move.lengthComputable) return;
      self.bar.value = (100 * move.loaded) / move.total;
      self.text.textContent = move.loaded < move.total ? "已传 " + Math.floor(self.bar.value) + "%" : "传完了，正在检查文件…";
    });
    request.addEventListener("load", function () { self.answered(request, tries); });
    request.addEventListener("error", function () { self.failed(tries); });
    request.send(body);
  };
  Upload.prototype.answered = function (request, tries) {
    if (/\/accounts\//.test(request.responseURL)) {
      this.stop(tries, "没有上传：登录已过期，请刷新页面重新登录后再上传");
      return;
    }
    // The page as the server drew it anew: with the files, or with the reasons.
    var main = new DOMParser().parseFromString(request.responseText, "text/html").getElementById("main");
    if ((request.status === 200 || request.status === 422) && main) {
      this.redraw(main, request.status === 200);
      return;
    }
    if (request.status >= 500) this.failed(tries);
    else this.stop(tries, "没有上传成功，请刷新页面后再试");
  };
  // Nobody loses their place: the next document to upload stands where it stood before. Where
  // something is typed on the same page, only the panel is drawn anew.
  Upload.prototype.redraw = function (main, isTaken) {
    var chosen = this.input.id, count = this.input.files.length, panel = this.form.closest("[id]");
    var old = document.querySelector("form[data-autosave]") ? panel : document.getElementById("main");
    var drawn = old === panel ? main.querySelector("#" + panel.id) : main;
    if (!drawn) { window.location.reload(); return; }
    old.replaceWith(document.adoptNode(drawn));
    ready(drawn);
    document.dispatchEvent(new Event("portal:redrawn"));
    panel = document.getElementById(panel.id);
    var input = document.getElementById(chosen);
    if (!isTaken) { (drawn.querySelector("[data-focus]") || panel).focus(); return; }
    var next = input || panel.querySelector("button, a");
    if (next) next.focus({ preventScroll: true });
    var said = input && input.form.querySelector("[data-upload-state]");
    if (!said) return;
    said.hidden = false;
    said.querySelector("progress").hidden = true;
    said.querySelector("[data-upload-text]").textContent = "已上传 " + count + " 个文件";
  };
  Upload.prototype.failed = function (tries) {
    var self = this;
    if (tries >= WAITS_MS.length) {
      this.stop(tries, "没有上传成功，请检查网络后点“重试”");
      return;
    }
    this.text.textContent = "网络中断，没有传完，正在自动重试（第 " + (tries + 1) + " 次，共 " + WAITS_MS.length + " 次）…";
    setTimeout(function () { self.send(tries + 1); }, WAITS_MS[tries]);
  };
  Upload.prototype.stop = function (tries, text) {
    this.button.disabled = false;
    this.text.textContent = text;
    this.again.hidden = false;
    this.tries = tries;
  };
  function prepareUpload(form) {
    var upload = new Upload(form);
    // Choosing is enough: the button stays for browsers without JavaScript.
    upload.input.addEventListener("change", function () {
      if (upload.input.files.length) form.requestSubmit();
    });
    upload.again.addEventListener("click", function () { upload.send((upload.tries || 0) + 1); });
    form.addEventListener("submit", function (event) {
      if (!upload.input.files.length) return;
      event.preventDefault();
      upload.begin();
    });
  }

  // Order by dragging ------------------------------------------------------------------------
  function prepareOrder(list) {
    var dragged = null;
    list.querySelectorAll("[data-file]").forEach(function (item) { item.draggable = true; });
    list.addEventListener("dragstart", function (event) {
      dragged = event.target.closest("[data-file]");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", dragged.dataset.file);
      dragged.classList.add("is-dragged");
    });
    list.addEventListener("dragover", function (event) {
      var over = event.target.closest("[data-file]");
      if (!dragged || !over) return;
      event.preventDefault();
      if (over === dragged) return;
      var box = over.getBoundingClientRect();
      list.insertBefore(dragged, event.clientY > box.top + box.height / 2 ? over.nextSibling : over);
    });
    list.addEventListener("drop", function (event) {
      if (!dragged) return;
      event.preventDefault();
      var form = dragged.querySelector("form[data-place]");
      form.querySelector("[name=position]").value = Array.from(list.querySelectorAll("[data-file]")).indexOf(dragged) + 1;
      form.submit();
    });
    list.addEventListener("dragend", function (event) {
      if (!dragged) return;
      dragged.classList.remove("is-dragged");
      dragged = null;
      // Dropped elsewhere: nothing was stored, so the stored order is shown again.
      if (event.dataTransfer.dropEffect === "none") window.location.reload();
    });
  }

  function ready(root) {
    root.querySelectorAll("form[data-upload]").forEach(prepareUpload);
    root.querySelectorAll("[data-order]").forEach(prepareOrder);
  }
  ready(document);
})();
