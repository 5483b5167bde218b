// SPDX-License-Identifier: EUPL-1.2
// Steering over all of Germany, in process.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';

/** Every shipped package judged with every administration, in a fresh installation. */
function measureConformity({ add, root, folder, binary }) {
  const program =
    process.env.GORDION_CONFORMITY_BENCH ?? join(root, 'build/release/gordion_conformity_bench');
  const data = join(folder, 'conformity');
  const run = (...words) => execFileSync(binary, [...words, `--data=${data}`], { cwd: root });
  run('regions', 'import', join(root, 'data/gemeindeverzeichnis/GV100AD_30112025.txt'));
  run('catalogue', 'import', join(root, 'data/ozg-katalog'));
  for (const name of fs.readdirSync(join(root, 'packages'))) {
    if (fs.existsSync(join(root, 'packages', name, 'service.toml'))) {
      run('service', 'publish', join(root, 'packages', name));
    }
  }
  const told = JSON.parse(execFileSync(program, [data], { cwd: root, encoding: 'utf8' }));
  add(
    `conformity of ${told.packages} packages with ${told.administrations} administrations (${told.judgements} judgements)`,
    `${(told.all_ms / 1000).toFixed(2)} s`, '', '', '< 10 s', told.all_ms < 10_000);
}

export function measureSteering(bench) {
  const { add, root } = bench;
  const binary = process.env.GORDION_STEERING_BENCH ?? join(root, 'build/release/gordion_steering_bench');
  const told = JSON.parse(execFileSync(binary, [], { cwd: root, encoding: 'utf8' }));
  const ms = (number) => `${number.toFixed(0)} ms`;
  add(`coverage of ${told.areas} areas by 557 bundles on a day (${told.facts} facts)`, ms(told.day_ms), '', '',
    '< 100 ms', told.day_ms < 100);
  add('… a year of monthly points', ms(told.year_ms), '', '', '< 1000 ms', told.year_ms < 1000);
  add('… a year of monthly points for the Bund alone, as its page draws it', ms(told.curve_ms), '', '',
    '< 1000 ms', told.curve_ms < 1000);
  add('… all facts kept in SQLite, in one transaction', ms(told.keep_ms), '', '', '', true);
  add('… all facts from SQLite into memory, placed: what the first page after a change waits for',
    ms(told.load_ms + told.make_ms), '', '', '', true);
  add(`… ${told.own_facts} own facts merged into them: what it waits for after an adoption`,
    ms(told.merge_ms), '', '', '', true);
  measureConformity(bench);
}
