// SPDX-License-Identifier: EUPL-1.2
// Steering over all of Germany, in process.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export function measureSteering({ add, root }) {
  const binary = process.env.GORDION_STEERING_BENCH ?? join(root, 'build/release/gordion_steering_bench');
  const told = JSON.parse(execFileSync(binary, [], { cwd: root, encoding: 'utf8' }));
  const ms = (number) => `${number.toFixed(0)} ms`;
  add(`coverage of ${told.areas} areas by 557 bundles on a day (${told.facts} facts)`, ms(told.day_ms), '', '',
    '< 100 ms', told.day_ms < 100);
  add('… a year of monthly points', ms(told.year_ms), '', '', '< 1000 ms', told.year_ms < 1000);
}
