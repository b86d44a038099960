// The applicant's forms: saving told, counters, fields that another answer asks for.
// Every page works without it.
(function () {
  "use strict";

  // Saving ---------------------------------------------------------------------------------
  function tell(text) {
    var mark = document.getElementById("saved-mark");
    if (!mark) return;
    mark.classList.add("is-failed");
    mark.textContent = "";
    var icon = document.createElement("span");
    icon.className = "icon icon-warning";
    icon.setAttribute("aria-hidden", "true");
    mark.append(icon, text);
  }

  function isOurs(event) {
    return event.target.closest && event.target.closest("form[data-autosave]");
  }

  document.addEventListener("htmx:beforeSwap", function (event) {
    var xhr = event.detail.xhr;
    if (!isOurs(event)) return;
    // A login page instead of an answer: what was typed stays here.
    if (/\/accounts\//.test(xhr.responseURL || "")) {
      event.detail.shouldSwap = false;
      event.detail.isError = true;
      tell("未保存：登录已过期。请在新窗口登录，再回到这里继续，已输入的内容还在");
      return;
    }
    if (xhr.status === 409 || xhr.status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:sendError", function (event) {
    if (isOurs(event)) tell("未保存，请检查网络");
  });
  document.addEventListener("htmx:timeout", function (event) {
    if (isOurs(event)) tell("未保存，请检查网络");
  });
  document.addEventListener("htmx:responseError", function (event) {
    if (!isOurs(event)) return;
    var status = event.detail.xhr.status;
    if (status === 200) return; // the login page, told above
    if (status === 400) tell("未保存：内容里有不能使用的字符，请删掉后重新输入");
    else if (status === 403) tell("未保存：现在不能修改，请刷新页面看原因");
    else tell("未保存，请检查网络");
  });

  // A click on the button waits for a save under way, so that it does not meet its own version.
  var busy = new WeakMap();
  document.addEventListener("htmx:beforeRequest", function (event) {
    var form = isOurs(event);
    if (form) busy.set(form, { waiting: null });
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var form = isOurs(event);
    if (!form) return;
    markInvalid(form);
    var state = busy.get(form);
    busy.delete(form);
    if (state && state.waiting) form.requestSubmit(state.waiting);
  });
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches("form[data-autosave]")) return;
    var state = busy.get(form);
    if (state) {
      event.preventDefault();
      state.waiting = event.submitter;
      return;
    }
    form.removeAttribute("data-dirty");
  });

  // Leaving with something typed and not saved asks first.
  document.addEventListener("input", function (event) {
    var form = event.target.closest("form[data-autosave]");
    if (form) form.setAttribute("data-dirty", "");
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var form = isOurs(event);
    if (form && event.detail.successful) form.removeAttribute("data-dirty");
  });
  window.addEventListener("beforeunload", function (event) {
    if (document.querySelector("form[data-autosave][data-dirty]")) event.preventDefault();
  });

  // A field whose message came or went says so to screen readers too.
  function markInvalid(form) {
    form.querySelectorAll(".invalid-feedback").forEach(function (place) {
      var control = document.getElementById(place.id.replace(/-error$/, ""));
      if (!control || !control.matches("input, select, textarea")) return;
      if (place.textContent.trim()) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    });
  }

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
      text += "（按汉字和词计 " + (area.value.match(UNIT) || []).length + " 字）";
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

  // On narrow screens the verdict stays folded until it is asked for.
  if (window.matchMedia("(max-width: 61.99em)").matches) {
    document.querySelectorAll("details[data-fold]").forEach(function (fold) {
      fold.removeAttribute("open");
    });
  }
})();

// Upload with a progress bar; without it the form posts as any other.
(function () {
  "use strict";
  document.querySelectorAll("form[data-upload]").forEach(function (form) {
    var input = form.querySelector("input[type=file]");
    // Choosing is enough: the button stays for browsers without JavaScript.
    input.addEventListener("change", function () {
      if (input.files.length) form.requestSubmit();
    });
    form.addEventListener("submit", function (event) {
      if (!input.files.length || !window.FormData) return;
      event.preventDefault();
      var state = form.querySelector("[data-upload-state]");
      var bar = state.querySelector("progress");
      var text = state.querySelector("[data-upload-text]");
      var button = form.querySelector("button");
      state.hidden = false;
      var most = Number(form.dataset.most) * 1024 * 1024;
      var large = Array.from(input.files).filter(function (file) { return file.size > most; });
      if (large.length) {
        text.textContent = "“" + large[0].name + "”超过 " + form.dataset.most + " MB，请压缩或分成几个文件";
        return;
      }
      button.disabled = true;
      var request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.upload.addEventListener("progress", function (move) {
        if (!move.lengthComputable) return;
        bar.value = (100 * move.loaded) / move.total;
        text.textContent = move.loaded < move.total ? "已传 " + Math.floor(bar.value) + "%" : "传完了，正在检查文件…";
      });
      request.addEventListener("load", function () {
        if (request.status === 200) {
          window.location.assign(request.responseURL);
          if (request.responseURL.split("#")[0] === window.location.href.split("#")[0]) window.location.reload();
          return;
        }
        // The page with the reasons, as the server drew it.
        var page = new DOMParser().parseFromString(request.responseText, "text/html");
        var main = page.getElementById("main");
        if (request.status === 422 && main) {
          document.getElementById("main").replaceWith(document.adoptNode(main));
          var summary = document.querySelector("[data-focus]");
          if (summary) summary.focus();
          return;
        }
        button.disabled = false;
        text.textContent = "没有上传成功，请检查网络后再试";
      });
      request.addEventListener("error", function () {
        button.disabled = false;
        text.textContent = "没有上传成功，请检查网络后再试";
      });
      request.send(new FormData(form));
    });
  });

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
})();
