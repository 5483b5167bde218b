// SPDX-License-Identifier: EUPL-1.2
// Which texts match a pattern in JavaScript: [{pattern, texts}] → [[true, …] or the problem].
import { readFileSync } from 'node:fs';

const questions = JSON.parse(readFileSync(process.argv[2], 'utf8'));
console.log(
  JSON.stringify(
    questions.map(({ pattern, texts }) => {
      try {
        const expression = new RegExp(pattern, 'u');
        return texts.map((text) => expression.test(text));
      } catch (problem) {
        return String(problem);
      }
    }),
  ),
);
