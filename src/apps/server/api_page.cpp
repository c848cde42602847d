#include "apps/server/api_page.hpp"

namespace recourse::server {
namespace {

constexpr std::string_view kPage = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>recourse: the API</title>
<link rel="stylesheet" href="/v1/docs.css">
<script src="/v1/docs.js" defer></script>
</head>
<body>
<header>
<h1>recourse <span id="version"></span></h1>
<p id="about"></p>
<label for="filter">Find</label>
<input id="filter" type="search" autocomplete="off" placeholder="path, name, 中文">
<p id="count" role="status"></p>
</header>
<nav id="tags" aria-label="Tags"></nav>
<main id="operations"><p>Reading /v1/openapi.json …</p></main>
<noscript><p>This page needs JavaScript; the document itself is
<a href="/v1/openapi.json">/v1/openapi.json</a>.</p></noscript>
</body>
</html>
)html";

constexpr std::string_view kStyle = R"css(:root {
  color-scheme: light dark;
  --line: #8886;
  --soft: #8882;
  --link: #0b57d0;
}
@media (prefers-color-scheme: dark) {
  :root { --link: #8ab4f8; }
}
* { box-sizing: border-box; }
body {
  background: Canvas;
  color: CanvasText;
  margin: 0 auto;
  max-width: 80rem;
  padding: 1rem;
  font: 16px/1.5 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif;
}
a { color: var(--link); }
h1 { margin: 0; font-size: 1.4rem; }
h2 { margin: 2rem 0 .5rem; font-size: 1.2rem; border-bottom: 1px solid var(--line); }
h3 { margin: 1rem 0 .25rem; font-size: 1rem; }
input {
  width: 100%;
  max-width: 30rem;
  padding: .4rem .6rem;
  font: inherit;
  border: 1px solid var(--line);
  border-radius: .3rem;
}
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .5rem 0; }
code { font-family: ui-monospace, Consolas, monospace; font-size: .92em; overflow-wrap: anywhere; }
details { margin: .25rem 0; }
details.operation { border: 1px solid var(--line); border-radius: .3rem; }
details.operation > summary { padding: .4rem .6rem; cursor: pointer; }
details.operation > div { padding: 0 .8rem .8rem; }
summary .what { display: block; color: inherit; opacity: .85; }
.method { display: inline-block; min-width: 4.2em; font-weight: 700; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .3rem .5rem; border: 1px solid var(--line); }
th, td { text-align: start; vertical-align: top; }
th { background: var(--soft); }
ul.schema { margin: 0; padding-inline-start: 1.2rem; }
.needed { font-weight: 700; }
.quiet { opacity: .8; }
[hidden] { display: none; }
)css";

constexpr std::string_view kScript = R"js("use strict";
// Everything from the document is set as text, never as markup.

const DEPTH = 6;
let api = {};

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function resolved(value) {
  for (let hops = 0; value && value.$ref && hops < 8; ++hops) {
    const steps = value.$ref.slice(2).split("/");
    value = steps.reduce((at, step) => at && at[step.replace(/~1/g, "/").replace(/~0/g, "~")], api);
  }
  return value || {};
}

function nameOf(schema) {
  return schema && schema.$ref ? schema.$ref.split("/").pop() : "";
}

function wordsOf(schema) {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.join(" | ");
  const limits = ["format", "pattern", "minimum", "minLength", "minItems", "maxLength", "default"]
    .filter((name) => schema[name] !== undefined)
    .map((name) => `${name} ${schema[name]}`);
  return [schema.type || "any", ...limits].join(", ");
}

// The schema as lines that open; `depth` ends what contains itself.
function schemaView(given, depth = 0) {
  const name = nameOf(given);
  const schema = resolved(given);
  const box = element("div");
  if (name) box.append(element("code", name));
  if (schema.$comment) box.append(element("span", ` (${schema.$comment})`, "quiet"));
  if (depth >= DEPTH) {
    box.append(element("span", " …"));
    return box;
  }
  const choices = schema.oneOf || schema.anyOf;
  if (choices) {
    const rest = choices.filter((one) => resolved(one).type !== "null");
    const empty = rest.length < choices.length;
    box.append(element("span", empty ? " or null" : " one of:", "quiet"));
    for (const one of rest) box.append(opened(one, depth));
  } else if (schema.type === "array") {
    box.append(element("span", " list of:", "quiet"), opened(schema.items || {}, depth));
  } else if (schema.properties) {
    const list = element("ul", undefined, "schema");
    const required = new Set(schema.required || []);
    for (const [field, form] of Object.entries(schema.properties)) {
      const line = element("li");
      line.append(element("code", field, required.has(field) ? "needed" : ""));
      if (required.has(field)) line.append(element("span", " required", "quiet"));
      const said = resolved(form).description || form.description;
      if (said) line.append(element("span", ` ${said}`));
      line.append(opened(form, depth));
      list.append(line);
    }
    box.append(list);
  } else {
    box.append(element("span", ` ${wordsOf(schema)}`));
  }
  return box;
}

// What has members of its own is drawn once it is opened.
function opened(given, depth) {
  const schema = resolved(given);
  const deep = schema.properties || schema.oneOf ||
    (schema.type === "array" && resolved(schema.items).properties);
  if (!deep) return schemaView(given, depth + 1);
  const details = element("details");
  details.append(element("summary", nameOf(given) || schema.title || schema.type || "choices"));
  details.addEventListener("toggle", () => {
    if (details.childElementCount === 1) details.append(schemaView(given, depth + 1));
  }, { once: true });
  return details;
}

function parameterTable(parameters) {
  const table = element("table");
  const head = element("tr");
  for (const title of ["name", "in", "form", "meaning"]) {
    const cell = element("th", title);
    cell.scope = "col";
    head.append(cell);
  }
  table.append(head);
  for (const given of parameters) {
    const one = resolved(given);
    const row = element("tr");
    const name = element("td");
    name.append(element("code", one.name, one.required ? "needed" : ""));
    const form = element("td");
    form.append(schemaView(one.schema || {}, 1));
    const place = element("td", one.required ? `${one.in}, required` : one.in);
    row.append(name, place, form, element("td", one.description || ""));
    table.append(row);
  }
  return table;
}

function contentView(content) {
  const box = element("div");
  for (const [type, of] of Object.entries(content || {})) {
    box.append(element("code", type), opened(of.schema || {}, 0));
  }
  return box;
}

function securityWords(security) {
  if (!security.length) return "for everybody";
  return security.map((one) => Object.entries(one)
    .map(([name, scopes]) => (scopes.length ? `${name} (${scopes.join(", ")})` : name))
    .join(" and ")).join(", or ");
}

function operationBody(operation) {
  const body = element("div");
  if (operation.description) body.append(element("p", operation.description));
  body.append(element("p", `${operation.operationId}: ${securityWords(operation.security || [])}`,
    "quiet"));
  if (operation.parameters) {
    body.append(element("h3", "Parameters"), parameterTable(operation.parameters));
  }
  if (operation.requestBody) {
    body.append(element("h3", "Body"), contentView(operation.requestBody.content));
  }
  body.append(element("h3", "Answers"));
  for (const [status, given] of Object.entries(operation.responses)) {
    const answer = resolved(given);
    body.append(element("p", `${status} ${answer.description}`), contentView(answer.content));
  }
  return body;
}

function operationView(path, method, operation) {
  const details = element("details", undefined, "operation");
  details.id = operation.operationId;
  const summary = element("summary");
  summary.append(element("span", method.toUpperCase(), "method"), element("code", path),
    element("span", operation.summary || "", "what"));
  details.append(summary);
  details.dataset.text = [method, path, operation.operationId, operation.summary,
    operation.description].join(" ").toLowerCase();
  details.addEventListener("toggle", () => {
    if (details.childElementCount === 1) details.append(operationBody(operation));
  });
  return details;
}

function show() {
  document.getElementById("version").textContent = api.info.version;
  document.getElementById("about").textContent = api.info.description || "";
  const main = document.getElementById("operations");
  const nav = document.getElementById("tags");
  main.replaceChildren();
  const sections = new Map();
  const sectionOf = (name) => {
    if (!sections.has(name)) {
      const section = element("section");
      section.id = `tag-${name}`;
      const said = (api.tags || []).find((tag) => tag.name === name);
      section.append(element("h2", name));
      if (said && said.description) section.append(element("p", said.description));
      const link = element("a", name);
      link.href = `#tag-${name}`;
      nav.append(link);
      main.append(section);
      sections.set(name, section);
    }
    return sections.get(name);
  };
  for (const tag of api.tags || []) sectionOf(tag.name);
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      sectionOf((operation.tags || ["other"])[0]).append(operationView(path, method, operation));
    }
  }
}

function filter(wanted) {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  let left = 0;
  for (const one of document.querySelectorAll("details.operation")) {
    one.hidden = !words.every((word) => one.dataset.text.includes(word));
    left += one.hidden ? 0 : 1;
  }
  for (const section of document.querySelectorAll("main > section")) {
    section.hidden = !section.querySelector("details.operation:not([hidden])");
  }
  document.getElementById("count").textContent = `${left} operations`;
}

function openNamed() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named && named.tagName === "DETAILS") named.open = true;
  if (named) named.scrollIntoView();
}

async function start() {
  const answer = await fetch("/v1/openapi.json");
  if (!answer.ok) throw new Error(`/v1/openapi.json: ${answer.status}`);
  api = await answer.json();
  show();
  const input = document.getElementById("filter");
  input.addEventListener("input", () => filter(input.value));
  filter("");
  window.addEventListener("hashchange", openNamed);
  openNamed();
}

start().catch((error) => {
  document.getElementById("operations").replaceChildren(element("p", String(error)));
});
)js";

}  // namespace

std::string_view api_page() { return kPage; }
std::string_view api_page_style() { return kStyle; }
std::string_view api_page_script() { return kScript; }

}  // namespace recourse::server
