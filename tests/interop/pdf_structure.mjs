// SPDX-License-Identifier: EUPL-1.2
// Prints what pdf.js, an independent reader, makes of a tagged PDF: one line per structure element
// with its text. Called by src/documents/interop_test.cpp; exit 77 says that pdfjs-dist is absent.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [file, from = import.meta.url] = process.argv.slice(2);
let pdfjs;
try {
    const require = createRequire(from);
    pdfjs = await import(pathToFileURL(require.resolve("pdfjs-dist/legacy/build/pdf.mjs")).href);
} catch {
    console.log("pdfjs-dist is absent; run npm install");
    process.exit(77);
}

/** Marked content id → text, in the words of pdf.js ("p5R_mc3"). */
function textsByMark(items) {
    const texts = new Map();
    const open = [];
    for (const item of items) {
        if (item.type === "beginMarkedContent" || item.type === "beginMarkedContentProps") {
            open.push(item.id ?? null);
        } else if (item.type === "endMarkedContent") {
            open.pop();
        } else if (item.str !== undefined) {
            const mark = open.findLast((id) => id !== null);
            const key = mark ?? "untagged";
            texts.set(key, (texts.get(key) ?? "") + item.str + (item.hasEOL ? " " : ""));
        }
    }
    return texts;
}

function print(node, texts, depth) {
    const indent = "  ".repeat(depth);
    for (const child of node.children ?? []) {
        if (child.type === "content") {
            console.log(`${indent}"${(texts.get(child.id) ?? "").trim()}"`);
        } else if (child.role !== undefined) {
            console.log(`${indent}${child.role}`);
            print(child, texts, depth + 1);
        }
    }
}

const data = new Uint8Array(await readFile(file));
const pdf = await pdfjs.getDocument({ data, verbosity: 0 }).promise;
const { info, metadata } = await pdf.getMetadata();
console.log(`language ${info.Language}`);
console.log(`title ${metadata?.get("dc:title")}`);
console.log(`marked ${(await pdf.getMarkInfo())?.Marked}`);
for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const content = await page.getTextContent({ includeMarkedContent: true });
    console.log(`page ${number}`);
    print(await page.getStructTree(), textsByMark(content.items), 1);
}
