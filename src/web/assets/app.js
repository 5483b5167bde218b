// SPDX-License-Identifier: EUPL-1.2
// Every page works without this file. It only moves the focus to the error summary, offers to copy
// number and code, and searches in long lists while somebody types.
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

// The server answers with the same markup as after pressing "Suchen".
for (const lookup of document.querySelectorAll(".lookup")) {
    const typed = lookup.querySelector("input[type=text]");
    const query = lookup.querySelector("input[type=hidden]");
    const matches = lookup.querySelector(".lookup__matches");
    let waiting;
    const search = async () => {
        clearTimeout(waiting);
        const text = typed.value.trim();
        if (text === query.value) {
            return;
        }
        const url = new URL(lookup.dataset.lookup, location.href);
        url.searchParams.set("q", text);
        const answer = await fetch(url).catch(() => undefined);
        // A later text may have been answered first; the session may have ended.
        if (answer?.ok && typed.value.trim() === text) {
            const chosen = [...matches.querySelectorAll("input[type=checkbox]:checked")].map((box) => box.closest(".kern-form-check"));
            matches.innerHTML = await answer.text();
            const list = matches.querySelector("fieldset");
            for (const box of chosen.reverse()) {
                const again = matches.querySelector(`input[value="${CSS.escape(box.querySelector("input").value)}"]`);
                again?.closest(".kern-form-check").remove();
                (list ?? matches).prepend(box);
            }
            query.value = text;
        }
    };
    typed.addEventListener("input", () => {
        clearTimeout(waiting);
        waiting = setTimeout(search, 200);
    });
    typed.addEventListener("keydown", (event) => {
        if (event.key === "Enter") {
            event.preventDefault();
            search();
        }
    });
    lookup.querySelector("button").addEventListener("click", (event) => {
        event.preventDefault();
        search();
    });
}
