// SPDX-License-Identifier: EUPL-1.2
// Every page works without this file. It only moves the focus to the error summary and offers to
// copy number and code.
const summary = document.getElementById("fehler");
if (summary) {
    summary.focus();
}
for (const value of document.querySelectorAll(".secret__value")) {
    if (!navigator.clipboard) {
        break;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "kern-btn kern-btn--tertiary";
    button.textContent = document.documentElement.lang === "en" ? "Copy" : "Kopieren";
    button.setAttribute("aria-describedby", value.id);
    button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(value.textContent.trim());
        button.textContent = document.documentElement.lang === "en" ? "Copied" : "Kopiert";
    });
    value.insertAdjacentElement("afterend", button);
}
