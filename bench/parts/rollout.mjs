// SPDX-License-Identifier: EUPL-1.2
// Everybody joins one service, gets an update and goes back; few and all.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';

/** Everybody joins one service, gets one update and goes back; few and all, each in a fresh folder. */
function measureLife({ median, root, folder }, count) {
  const program =
    process.env.GORDION_ROLLOUT_BENCH ?? join(root, 'build/release/gordion_rollout_bench');
  const rows = [];
  for (let round = 0; round < 3; ++round) {
    const data = join(folder, `life-${count}-${round}`);
    fs.cpSync(join(folder, 'germany'), data, { recursive: true });
    rows.push(
      JSON.parse(execFileSync(program, [data, String(count)], { cwd: root, encoding: 'utf8' })),
    );
  }
  const each = (name) => median(rows.map((row) => row[name]));
  return {
    count: rows[0].count,
    join: each('join_ms'),
    rollout: each('rollout_ms'),
    first: each('first_ms'),
    back: each('back_ms'),
  };
}

/** The first page after an update that another process has rolled out, beside pages before it. */
async function measureFirstPage({ median, binary, serve, page }, data) {
  const server = await serve(['serve', `--data=${data}`]);
  const ask = async () => {
    const began = performance.now();
    const response = await fetch(server.url + page);
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${page}: ${response.status}`);
    return performance.now() - began;
  };
  for (let i = 0; i < 20; ++i) await ask();
  const before = median(await Promise.all(Array.from({ length: 5 }, ask)));
  execFileSync(binary, [
    'rollout',
    'start',
    '--package=hundesteuer-anmeldung',
    '--version=1.1.0',
    `--data=${data}`,
  ]);
  const after = await ask();
  await server.stop();
  return { before, after };
}

/** Adds its rows through `add`; `folder` is a place for data, `page` one of the service. */
export async function measureRollout(bench) {
  const { add, root, folder, binary } = bench;
  const data = join(folder, 'germany');
  execFileSync(binary, ['regions', 'import',
    join(root, 'data/gemeindeverzeichnis/GV100AD_30112025.txt'), `--data=${data}`]);
  execFileSync(binary, ['catalogue', 'import', join(root, 'data/ozg-katalog'), `--data=${data}`]);
  const few = measureLife(bench, 400);
  const all = measureLife(bench, 4389);
  const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
  const perOne = (ms, of) => ms / of.count;
  for (const [name, key] of [
    ['join, 16 at once, each waits until it is durable', 'join'],
    ['rollout of an update', 'rollout'],
    ['rollback', 'back'],
  ]) {
    const ratio = perOne(all[key], all) / perOne(few[key], few);
    add(`${all.count} administrations: ${name}`, seconds(all[key]),
      `${few.count}: ${seconds(few[key])}`, '', '< 10 s', all[key] < 10_000);
    add('… work for each, all against few', `${perOne(all[key], all).toFixed(2)} ms`,
      `${perOne(few[key], few).toFixed(2)} ms`, ratio.toFixed(2), '≤ 1.5', ratio <= 1.5);
  }
  const page = await measureFirstPage(bench, join(folder, 'life-4389-0'));
  add('first page after a rollout by another process', `${page.after.toFixed(1)} ms`,
    `before ${page.before.toFixed(1)} ms`, '', '< 200 ms', page.after < 200);
}
