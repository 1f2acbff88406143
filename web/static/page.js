/* What a browser with scripts does better; without them every page works too.  Old telephones: no newer language than ES5. */
(function () {
  "use strict";
  var page = document;

  function by(id) { return page.getElementById(id); }

  function offer(id, act) {
    var button = by(id);
    if (!button) { return null; }
    button.hidden = false;
    button.addEventListener("click", act);
    return button;
  }

  /* Out of here: blank at once, and the weather in this page's place in the history. */
  var exit = by("exit");
  if (exit) {
    exit.addEventListener("click", function (event) {
      event.preventDefault();
      page.documentElement.style.display = "none";
      page.title = "";
      window.location.replace(exit.href);
    });
  }

  /* An address to pass on is the card's own. */
  var card = by("card");
  if (card && card.hasAttribute("data-clean") && window.history.replaceState && /[?&]v=/.test(location.search)) {
    var told = /[?&](for=[a-z]*)/.exec(location.search);
    window.history.replaceState(null, "", location.pathname + (told ? "?" + told[1] : "") + location.hash);
  }

  /* Reading aloud, with the browser's own voice. */
  var speech = window.speechSynthesis;
  if (speech && window.SpeechSynthesisUtterance) {
    var aloud = false;
    var read = null;
    var done = function () {
      aloud = false;
      read.textContent = "朗读";
      read.setAttribute("aria-pressed", "false");
    };
    var say = function (lines) {
      if (!aloud || !lines.length) { done(); return; }
      /* Line by line: some browsers stop in the middle of a long text. */
      var words = new window.SpeechSynthesisUtterance(lines[0]);
      words.lang = "zh-CN";
      words.rate = 0.85;
      words.onend = function () { say(lines.slice(1)); };
      words.onerror = done;
      speech.speak(words);
    };
    read = offer("read", function () {
      speech.cancel();
      if (aloud) { done(); return; }
      aloud = true;
      read.textContent = "停止朗读";
      read.setAttribute("aria-pressed", "true");
      var parts = page.querySelectorAll("[data-read] h1, [data-read] h2, [data-read] p, [data-read] li");
      var lines = [];
      for (var i = 0; i < parts.length; i += 1) {
        /* A paragraph inside a list item is read with the item. */
        if (parts[i].tagName !== "P" || !parts[i].parentNode || parts[i].parentNode.tagName !== "LI") {
          lines.push(parts[i].textContent.replace(/\s+/g, " "));
        }
      }
      say(lines);
    });
    window.addEventListener("pagehide", function () { speech.cancel(); });
  }

  /* WeChat cannot print. */
  if (window.print && !/MicroMessenger/i.test(navigator.userAgent)) {
    offer("print", function () { window.print(); });
  }

  var link = by("link");
  if (link) {
    offer("copy", function () {
      link.focus();
      link.setSelectionRange(0, link.value.length);
      var copied = false;
      try { copied = page.execCommand("copy"); } catch (error) { copied = false; }
      var note = by("copied");
      note.className = "";
      note.textContent = copied ? "网址复制好了，可以粘贴给别人。" : "没复制上，请长按网址自己复制。";
    });
  }
}());
