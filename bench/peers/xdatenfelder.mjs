// SPDX-License-Identifier: EUPL-1.2
// The npm package xdatenfelder-xml over a folder of group messages (0103), which is what its
// version-3 half reads. Prints as JSON the CPU time of the first pass, with loading, and the median
// of later ones, when the engine has learnt the code.
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { DataGroupMessage3 } = createRequire(import.meta.url)('xdatenfelder-xml/dist/index.js');
const folder = process.argv[2];

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
};

function pass() {
  const began = cpuMs();
  for (const name of fs.readdirSync(folder)) {
    DataGroupMessage3.fromString(fs.readFileSync(join(folder, name), 'utf8'));
  }
  return cpuMs() - began;
}

const first = pass();
const passes = Array.from({ length: 12 }, pass).slice(4).sort((a, b) => a - b);
console.log(JSON.stringify({ first_ms: first, warm_ms: passes[Math.floor(passes.length / 2)] }));
