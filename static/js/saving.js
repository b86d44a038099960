// Saving while somebody types: what the server has is told, what it has not is told and kept.
// Without it the buttons save; htmx posts each form a second after typing stops.
(function () {
  "use strict";
  var RETRY_MS = 5000;
  var RETRIED = ["network", "server"];
  var WAITING = "有改动，正在保存…";
  var LOGIN = "/accounts/login/";
  var isChosen = false; // one text of a clash, about to be sent

  // What is known of each form: `typed` counts inputs, `sent` and `acked` are that count when the
  // last request left and when the last good answer's request had left.
  var known = new WeakMap();
  function stateOf(form) {
    if (!known.has(form)) {
      known.set(form, { typed: 0, sent: 0, acked: 0, isBusy: false, outcome: "saved", then: null, isRenewed: false, passes: false });
    }
    return known.get(form);
  }
  function formOf(event) {
    return event.target.closest && event.target.closest("form[data-autosave]");
  }
  function allForms() { return Array.from(document.querySelectorAll("form[data-autosave]")); }
  function isDirty(form) { var state = stateOf(form); return state.typed > state.acked; }
  function dirtyForms() { return allForms().filter(isDirty); }
  function hasFailed() {
    return allForms().some(function (form) {
      var state = stateOf(form);
      return isDirty(form) && !state.passes && state.outcome !== "saved";
    });
  }

  // What the page says -----------------------------------------------------------------------
  function tell(text, extra) {
    var mark = document.getElementById("saved-mark");
    if (!mark) return;
    mark.classList.add("is-failed");
    mark.classList.remove("is-waiting");
    mark.textContent = "";
    var icon = document.createElement("span");
    icon.className = "icon icon-warning";
    icon.setAttribute("aria-hidden", "true");
    mark.append(icon, text);
    if (extra) mark.append(extra);
  }
  function tellWaiting() {
    var mark = document.getElementById("saved-mark");
    if (!mark || hasFailed()) return;
    mark.classList.remove("is-failed");
    mark.classList.add("is-waiting");
    // Said once, not with every letter.
    if (mark.textContent !== WAITING) mark.textContent = WAITING;
  }
  function againButton() {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-secondary btn-sm";
    button.textContent = "立即保存";
    button.addEventListener("click", retryAll);
    return button;
  }
  function loginLink() {
    var group = document.createElement("span");
    var link = document.createElement("a");
    link.href = LOGIN + "?next=/apply/";
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "在新窗口登录";
    group.className = "saved-mark-actions";
    group.append(link, againButton());
    return group;
  }
  function tellOutcome(outcome) {
    if (outcome === "login") tell("未保存：登录已过期。已输入的内容还在，登录后自动保存", loginLink());
    else if (outcome === "network") tell("未保存，请检查网络。已输入的内容还在，恢复后自动保存", againButton());
    else if (outcome === "server") tell("未保存：服务器暂时不能保存。已输入的内容还在，稍后自动重试", againButton());
    else if (outcome === "characters") tell("未保存：内容里有不能使用的字符，请删掉后重新输入");
    else if (outcome === "forbidden") tell("未保存：现在不能修改，请复制已输入的内容，再刷新页面看原因");
  }

  // Answers ----------------------------------------------------------------------------------
  function outcomeOf(xhr) {
    if (!xhr || !xhr.status) return "network";
    if (/\/accounts\//.test(xhr.responseURL || "")) return "login";
    if (xhr.status < 300) return "saved";
    if (xhr.status === 409 || xhr.status === 422) return xhr.status === 409 ? "conflict" : "refused";
    if (xhr.status === 400) return "characters";
    if (xhr.status === 403 || xhr.status === 404) return "forbidden";
    return "server";
  }
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (!formOf(event)) return;
    var outcome = outcomeOf(event.detail.xhr);
    // A login page instead of an answer: what was typed stays here.
    if (outcome === "login") {
      event.detail.shouldSwap = false;
      event.detail.isError = true;
    } else if (outcome === "conflict" || outcome === "refused") {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
      // The clash takes the form's place, so that no later event comes from it.
      if (outcome === "conflict") tell("未保存：另一个窗口先保存了，请在下面选择留下哪一个");
    }
  });
  document.addEventListener("htmx:beforeRequest", function (event) {
    var form = formOf(event);
    if (!form) return;
    var state = stateOf(form);
    state.isBusy = true;
    state.sent = state.typed;
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var form = formOf(event);
    if (!form) return;
    var state = stateOf(form);
    state.isBusy = false;
    state.outcome = outcomeOf(event.detail.xhr);
    markInvalid(form);
    if (state.outcome === "saved") {
      state.acked = state.sent;
      state.isRenewed = false;
      if (isDirty(form)) {
        tellWaiting();
        // htmx puts the answer's classes on a little later.
        setTimeout(function () { if (isDirty(form)) tellWaiting(); }, 50);
      }
    } else if (state.outcome === "forbidden" && !state.isRenewed) {
      // Perhaps only the page's token is of the session before.
      state.isRenewed = true;
      state.isBusy = true; // nothing is sent with the old token meanwhile
      renew(function (isIn) {
        state.isBusy = false;
        state.isRenewed = isIn;
        if (isIn) save(form); else finish(form, "login");
      });
      return;
    }
    // After the swap of this answer, and after htmx has taken up what it queued.
    setTimeout(function () { finish(form, state.outcome); }, 0);
  });
  function finish(form, outcome) {
    var state = stateOf(form);
    state.outcome = outcome;
    tellOutcome(outcome);
    if (state.isBusy || !state.then) return;
    if (outcome === "saved" && isDirty(form)) { save(form); return; }
    var then = state.then;
    state.then = null;
    then(outcome);
  }

  // Saving now -------------------------------------------------------------------------------
  function save(form) { window.htmx.trigger(form, "portal:save"); }
  function settle(form, then) {
    var state = stateOf(form);
    if (!state.isBusy && !isDirty(form)) { then("saved"); return; }
    state.then = then;
    if (!state.isBusy) save(form);
  }
  function settleAll(then) {
    var form = dirtyForms()[0];
    if (!form) { then(); return; }
    settle(form, function (outcome) { if (outcome === "saved") settleAll(then); });
  }
  function retryAll() {
    var forms = dirtyForms().filter(function (form) { return !stateOf(form).isBusy; });
    if (!forms.length) return;
    var lost = forms.some(function (form) { return stateOf(form).outcome === "login"; });
    if (!lost) { forms.forEach(save); return; }
    renew(function (isIn) { if (isIn) forms.forEach(save); });
  }
  // After another login the page's tokens are of the session before: take those of a new page.
  function renew(then) {
    fetch(window.location.href, { credentials: "same-origin" }).then(function (response) {
      if (!response.ok || /\/accounts\//.test(response.url)) { then(false); return; }
      response.text().then(function (text) {
        var token = new DOMParser().parseFromString(text, "text/html").querySelector("[name=csrfmiddlewaretoken]");
        if (!token) { then(false); return; }
        document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach(function (input) { input.value = token.value; });
        document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token.value }));
        then(true);
      });
    }).catch(function () { then(false); });
  }
  window.addEventListener("online", retryAll);
  window.addEventListener("focus", retryAll);
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "visible") retryAll();
  });
  setInterval(function () {
    if (allForms().some(function (form) { return isDirty(form) && RETRIED.indexOf(stateOf(form).outcome) >= 0; })) retryAll();
  }, RETRY_MS);

  // Typing, the button, leaving --------------------------------------------------------------
  document.addEventListener("input", function (event) {
    var form = formOf(event);
    if (!form) return;
    stateOf(form).typed += 1;
    tellWaiting();
  });
  // The button saves what is typed first: where that fails, this page and its text stay.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.matches("form.conflict")) isChosen = true;
    if (!form.matches("form[data-autosave]") || !window.htmx) return;
    var state = stateOf(form);
    if (state.passes || (!state.isBusy && !isDirty(form))) return;
    event.preventDefault();
    settle(form, function (outcome) {
      if (outcome !== "saved" && outcome !== "refused") return;
      state.passes = true;
      form.requestSubmit(event.submitter);
    });
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.target || link.hasAttribute("download") || link.origin !== window.location.origin || !window.htmx) return;
    var isHere = link.href.split("#")[0] === window.location.href.split("#")[0];
    // After a failure the browser's own question is asked instead.
    if ((isHere && link.hash) || !dirtyForms().length || hasFailed()) return;
    event.preventDefault();
    settleAll(function () { window.location.assign(link.href); });
  });
  window.addEventListener("beforeunload", function (event) {
    if (hasFailed() || (!isChosen && document.querySelector("form.conflict"))) event.preventDefault();
  });
  window.addEventListener("pagehide", function () {
    dirtyForms().forEach(function (form) {
      if (!stateOf(form).passes) navigator.sendBeacon(form.action, new FormData(form));
    });
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
})();
