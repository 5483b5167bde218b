// SPDX-License-Identifier: EUPL-1.2
// Route look-up of FIT-Connect with a million routes, over HTTP beside /healthz of the same server,
// and in process.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const rounds = 5;
const seconds = 3;

// Both sides run the same script, so that what it costs the client meets both.
function script(paths) {
  const list = paths.map((path) => JSON.stringify(path)).join(',');
  return `local paths = {${list}}
local requests, next = {}, 0
init = function() for i, p in ipairs(paths) do requests[i] = wrk.format("GET", p) end end
request = function() next = next % #requests + 1 return requests[next] end
`;
}

async function load(url, file) {
  const child = spawn('wrk', ['-t1', '-c64', `-d${seconds}s`, '-s', file, url]);
  let said = '';
  child.stdout.on('data', (bytes) => (said += bytes));
  await once(child, 'close');
  if (/Non-2xx/.test(said)) throw new Error(said);
  return Number(said.match(/Requests\/sec:\s+([\d.]+)/)[1]);
}

export async function measureFitRoutes({ add, median, root }) {
  const binary = process.env.GORDION_ROUTES_BENCH ?? join(root, 'build/release/gordion_fit_routes_bench');
  const child = spawn(binary, [], { stdio: ['pipe', 'pipe', 'inherit'] });
  const line = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', () => reject(new Error('the bench server ended')));
  });
  const told = JSON.parse(line);
  const asked = join(tmpdir(), `gordion-routes-${process.pid}.lua`);
  const health = join(tmpdir(), `gordion-health-${process.pid}.lua`);
  writeFileSync(asked, script(told.paths));
  writeFileSync(health, script(told.paths.map(() => '/healthz')));
  const found = await (await fetch(told.url + told.paths[0])).json();
  if (found.totalCount < 1) throw new Error(JSON.stringify(found));
  const pairs = [];
  for (let round = 0; round < rounds; round += 1) {
    pairs.push([await load(told.url, asked), await load(told.url, health)]);
  }
  const ended = once(child, 'exit');
  child.stdin.end();
  await ended;
  rmSync(asked);
  rmSync(health);
  const perSecond = (number) => `${Math.round(number)}/s`;
  const ratio = median(pairs.map(([routes, healthz]) => routes / healthz));
  add(`look-up among ${told.routes} routes, in process`, `${told.lookup_ns.toFixed(0)} ns`, '', '',
    '≤ 1000 ns', told.lookup_ns <= 1000);
  add('look-up over HTTP', perSecond(median(pairs.map(([routes]) => routes))),
    `/healthz ${perSecond(median(pairs.map(([, healthz]) => healthz)))}`, ratio.toFixed(2),
    '≥ 0.8', ratio >= 0.8);
  add('… building that snapshot', `${told.build_ms.toFixed(0)} ms`, '', '', 'reported', true);
  add(`… signing its ${told.signed} destinations once`, `${told.sign_ms.toFixed(0)} ms`, '', '',
    'reported', true);
  add('… memory at the highest', `${told.peak_mb.toFixed(0)} MB`, '', '', 'reported', true);
}
