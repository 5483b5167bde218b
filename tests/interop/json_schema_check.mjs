// SPDX-License-Identifier: EUPL-1.2
// Oracle for JSON Schemas of ours: [{schema, instances: [...]}] in, [{problem, valid: [...]}] out.
import { readFileSync } from 'node:fs';

let Ajv2020, addFormats;
try {
  Ajv2020 = (await import('ajv/dist/2020.js')).default;
  addFormats = (await import('ajv-formats')).default;
} catch {
  process.exit(77);
}

const answers = [];
for (const { schema, instances } of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  // Patterns of FIM are no Unicode-mode expressions; amounts are compared with the cent's precision.
  const ajv = new Ajv2020({ strict: false, allErrors: true, multipleOfPrecision: 6 });
  addFormats(ajv);
  try {
    if (!ajv.validateSchema(schema)) {
      answers.push({ problem: ajv.errorsText(), valid: [], errors: [] });
      continue;
    }
    const validate = ajv.compile(schema);
    const valid = [];
    const errors = [];
    for (const instance of instances) {
      valid.push(validate(instance));
      errors.push(validate.errors ? ajv.errorsText(validate.errors) : '');
    }
    answers.push({ problem: '', valid, errors });
  } catch (error) {
    answers.push({ problem: String(error.message), valid: [], errors: [] });
  }
}
process.stdout.write(JSON.stringify(answers));
