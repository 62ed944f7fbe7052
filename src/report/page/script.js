"use strict";
(() => {
  const all = (query) => Array.from(document.querySelectorAll(query));
  const chosen = {};
  const fits = (panel, name) => {
    const wanted = panel.dataset[name];
    return wanted === undefined || chosen[name] === undefined || wanted.split(" ").includes(chosen[name]);
  };
  const show = () => {
    for (const panel of all("[data-member],[data-year],[data-commodity],[data-curve]")) {
      panel.toggleAttribute("hidden", !["member", "year", "commodity", "curve"].every((name) => fits(panel, name)));
    }
    for (const echo of all("[data-echo]")) {
      const select = document.getElementById("choose-" + echo.dataset.echo);
      echo.textContent = select.options[select.selectedIndex].text;
    }
  };
  for (const select of all("select[data-chooses]")) {
    const name = select.dataset.chooses;
    chosen[name] = select.value;
    select.addEventListener("change", () => {
      chosen[name] = select.value;
      show();
    });
  }
  for (const chooser of all(".chooser,.theme")) chooser.hidden = false;
  show();
  const theme = document.getElementById("theme");
  const words = { auto: "as the system", light: "light", dark: "dark" };
  let now = "auto";
  theme.addEventListener("click", () => {
    now = { auto: "light", light: "dark", dark: "auto" }[now];
    document.documentElement.dataset.theme = now;
    theme.textContent = "Colours: " + words[now];
  });
})();
