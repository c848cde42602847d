// What a program in TypeScript writes by the generated types: a type a command.
import type { components, paths } from "./api";

type Close = components["schemas"]["case.close"];
type Shown = components["schemas"]["case.Event"];

export const right: Close = { outcome: "done", reply: "已办", told: "in_person" };

// @ts-expect-error: a reply is needed
export const lacking: Close = { outcome: "done", told: "in_person" };

// @ts-expect-error: there is no such outcome
export const unknown: Close = { outcome: "maybe", reply: "x", told: "phone" };

export function textOf(event: Shown): string | null {
  // Told apart by its type.
  return event.type === "case.closed" ? event.by : null;
}

export type Body =
  paths["/v1/case/{key}/commands/close"]["post"]["requestBody"]["content"]["application/json"];
export const body: Body = right;
