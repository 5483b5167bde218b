// SPDX-License-Identifier: EUPL-1.2
// Ajv 8 over the JSON Schema that we export: compiled once, warm.
//   node ajv.mjs FILE ROUNDS   prints {version, ns: [nanoseconds per check, one per round]}
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const [file, rounds] = process.argv.slice(2);
const { schema, valid, invalid } = JSON.parse(fs.readFileSync(file, 'utf8'));
const ajv = new Ajv.default({ strict: false });
addFormats.default(ajv);
const check = ajv.compile(schema);
for (const answers of valid) {
  if (!check(answers)) throw new Error(JSON.stringify(check.errors));
}
for (const answers of invalid) {
  if (check(answers)) throw new Error('what is wrong was taken');
}
const [answers] = valid;
const checks = 20_000;
const measure = () => {
  const began = process.cpuUsage();
  for (let i = 0; i < checks; i += 1) check(answers);
  const spent = process.cpuUsage(began);
  return ((spent.user + spent.system) * 1000) / checks;
};
// The engine has compiled and optimized the code after these.
for (let i = 0; i < 5; i += 1) measure();
const ns = [];
for (let i = 0; i < Number(rounds); i += 1) ns.push(measure());
const { version } = createRequire(import.meta.url)('ajv/package.json');
console.log(JSON.stringify({ version, ns }));
