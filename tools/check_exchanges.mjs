// Checks every exchange that the scenarios recorded against the contract, by ajv (JSON Schema 2020-12).
//
//   node tools/check_exchanges.mjs CONTRACT.json EXCHANGES.jsonl REPORT.json
//
// An answer must have a status that its operation names, the content type named there and a body of its schema; so must
// the request of an exchange that succeeded. One test per operation and status; the report is {passed, skipped,
// failures}.
import { createRequire } from "node:module";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

const require = createRequire(pathToFileURL(resolve("web/package.json")));
const { default: Ajv } = await import(pathToFileURL(require.resolve("ajv/dist/2020.js")).href);

const VERBS = ["get", "put", "post", "delete", "patch"];
const MAX_FAILURES = 50;

function follow(contract, node) {
  let found = node;
  while (found?.$ref) {
    found = found.$ref
      .slice(2)
      .split("/")
      .reduce((at, part) => at[part.replaceAll("~1", "/").replaceAll("~0", "~")], contract);
  }
  return found;
}

/** operationId -> { request: content, answers: status -> content } */
export function operationsOf(contract) {
  const operations = new Map();
  for (const item of Object.values(contract.paths)) {
    for (const verb of VERBS.filter((one) => item[one])) {
      const operation = item[verb];
      const answers = Object.entries(operation.responses).map(([status, answer]) => [
        Number(status),
        follow(contract, answer).content ?? {},
      ]);
      operations.set(operation.operationId, {
        request: follow(contract, operation.requestBody)?.content ?? {},
        answers: new Map(answers),
      });
    }
  }
  return operations;
}

/** A function (schema, value) -> list of faults, with the contract's named formats. */
export function checkerOf(contract) {
  const ajv = new Ajv({ strict: false, allErrors: true });
  for (const [name, format] of Object.entries(contract["x-formats"] ?? {})) {
    ajv.addFormat(name, new RegExp(`^(?:${format.pattern})$`, "u"));
  }
  ajv.addSchema({ $id: "contract", components: contract.components });
  const compiled = new Map();
  const rebase = (node) =>
    JSON.parse(JSON.stringify(node, (key, value) => (key === "$ref" ? `contract${value}` : value)));
  return (schema, value) => {
    const key = JSON.stringify(schema);
    if (!compiled.has(key)) compiled.set(key, ajv.compile(rebase(schema)));
    const valid = compiled.get(key);
    return valid(value) ? [] : valid.errors.map((error) => `${error.instancePath || "/"} ${error.message}`);
  };
}

function faultsOf(content, type, body, check, what) {
  const known = Object.keys(content);
  if (known.length === 0) return body === null || body === "" ? [] : [`${what} has a body, the contract has none`];
  const plain = (type ?? "").split(";")[0].trim();
  if (!known.includes(plain)) return [`${what} is ${plain || "without a body"}, the contract says ${known.join(", ")}`];
  const schema = content[plain].schema;
  return schema && plain.endsWith("json") ? check(schema, body).map((fault) => `${what}: ${fault}`) : [];
}

/** The faults of one exchange. */
export function checkExchange(exchange, operations, check) {
  const operation = operations.get(exchange.operation);
  if (!operation) return [`the contract has no operation ${exchange.operation}`];
  const content = operation.answers.get(exchange.status);
  if (!content) return [`the contract names no status ${exchange.status}`];
  const faults = faultsOf(content, exchange.responseType, exchange.response, check, "answer");
  if (exchange.status < 300 && exchange.request !== null) {
    faults.push(...faultsOf(operation.request, exchange.requestType, exchange.request, check, "request"));
  }
  return faults;
}

function main([contractPath, exchangesPath, reportPath]) {
  const contract = JSON.parse(readFileSync(contractPath, "utf8"));
  const operations = operationsOf(contract);
  const check = checkerOf(contract);
  const lines = existsSync(exchangesPath) ? readFileSync(exchangesPath, "utf8").split("\n").filter(Boolean) : [];
  const seen = new Map();
  for (const line of lines) {
    const exchange = JSON.parse(line);
    const name = `${exchange.operation} ${exchange.status}`;
    const faults = seen.get(name) ?? [];
    for (const fault of checkExchange(exchange, operations, check)) {
      if (faults.length < 3) faults.push(`${fault} (${exchange.method} ${exchange.target}, ${exchange.test})`);
    }
    seen.set(name, faults);
  }
  const failed = [...seen].filter(([, faults]) => faults.length > 0);
  // What no scenario ever asked is not proved: every operation must have an exchange that succeeded.
  const successful = new Set([...seen.keys()].filter((name) => / 2\d\d$/.test(name)).map((name) => name.split(" ")[0]));
  const silent = [...operations.keys()].filter((id) => !successful.has(id));
  const failures = [
    ...failed.map(([name, faults]) => `${name}: ${faults.join("; ")}`),
    ...(silent.length ? [`no scenario recorded a success of ${silent.join(", ")}`] : []),
  ];
  writeFileSync(
    reportPath,
    JSON.stringify({ passed: seen.size - failed.length, skipped: 0, failures: failures.slice(0, MAX_FAILURES) }),
  );
  console.log(`${lines.length} exchanges of ${seen.size} kinds, ${failures.length} faults`);
  for (const failure of failures) console.log(failure);
  return failures.length === 0 ? 0 : 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = main(process.argv.slice(2));
}
