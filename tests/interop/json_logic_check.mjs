// SPDX-License-Identifier: EUPL-1.2
// Oracle for JsonLogic: [{logic, data}] in, [{result}] or [{problem}] out.
import { readFileSync } from 'node:fs';

let jsonLogic;
try {
  jsonLogic = (await import('json-logic-js')).default;
} catch {
  process.exit(77);
}

const answers = JSON.parse(readFileSync(process.argv[2], 'utf8')).map(({ logic, data }) => {
  try {
    const result = jsonLogic.apply(logic, data);
    return { result: result === undefined ? null : result };
  } catch (error) {
    return { problem: String(error) };
  }
});
process.stdout.write(JSON.stringify(answers));
