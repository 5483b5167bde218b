// SPDX-License-Identifier: EUPL-1.2
// Counts single tests over the results of all runners and closes with the one line that tells:
// "N passed, N failed, N skipped". Fails if anything failed or no C++ test ran.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];

function emptyCount() {
    return { passed: 0, failed: 0, skipped: 0, names: [] };
}

// GoogleTest's JSON: a test failed if it lists failures; DISABLED_ ones did not run.
function countGoogleTest(file) {
    const count = emptyCount();
    for (const suite of JSON.parse(readFileSync(file, 'utf8')).testsuites) {
        for (const test of suite.testsuite) {
            if (test.failures?.length) {
                count.failed += 1;
                count.names.push(`${suite.name}.${test.name}`);
            } else if (test.result === 'SKIPPED' || test.status === 'NOTRUN') {
                count.skipped += 1;
            } else {
                count.passed += 1;
            }
        }
    }
    return count;
}

// The closing comments of node's TAP output.
function countTap(file) {
    const text = readFileSync(file, 'utf8');
    const number = (word) => Number(text.match(new RegExp(`^# ${word} (\\d+)$`, 'm'))?.[1] ?? 0);
    const count = emptyCount();
    count.passed = number('pass');
    count.failed = number('fail') + number('cancelled');
    count.skipped = number('skipped') + number('todo');
    count.names = [...text.matchAll(/^ *not ok \d+ - (.*)$/gm)].map((match) => match[1]);
    return count;
}

// Parts that are no test runner: one line "passed NAME" each.
function countParts(file) {
    const count = emptyCount();
    for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
        const [result, name] = line.split(' ');
        count[result] += 1;
        if (result === 'failed') {
            count.names.push(name);
        }
    }
    return count;
}

function list(directory, ending) {
    return existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith(ending)).sort() : [];
}

const rows = [];
for (const name of list(join(folder, 'cpp'), '.json')) {
    rows.push([name.replace('.json', ''), countGoogleTest(join(folder, 'cpp', name))]);
}
const cppTests = rows.reduce((sum, [, count]) => sum + count.passed + count.failed, 0);
for (const name of list(folder, '.tap')) {
    rows.push([name.replace('.tap', ''), countTap(join(folder, name))]);
}
for (const name of list(folder, 'parts.txt')) {
    rows.push(['other parts', countParts(join(folder, name))]);
}

const total = emptyCount();
for (const [name, count] of rows) {
    console.log(`   ${name.padEnd(28)} ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
    for (const failed of count.names) {
        console.log(`      failed: ${failed}`);
    }
    total.passed += count.passed;
    total.failed += count.failed;
    total.skipped += count.skipped;
}
if (cppTests === 0 && total.failed === 0) {
    console.log('   No C++ test ran: that counts as a failure.');
    total.failed += 1;
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
