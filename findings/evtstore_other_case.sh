#!/usr/bin/env bash
# With aggregates kept in events, a command for a new case is written into the case that was written last.
#
# Library   evtstore 12.0.1 (npm), the newest there is, with its in-memory provider.
# Says      Its docs: a command's events are put under the id that the command was given (commands.md); with `version`
#           and `persistAggregate` the state is kept within the events, so that an aggregate is loaded faster
#           (api.md). The one danger it names is a changed `fold` without a new version.
# Observed  The provider looks for the last event of the aggregate, but is content with the last event of its stream.
#           The second case is loaded as the first: its first event gets the first one's id and version 2, and both
#           ids read the same state. Nothing is raised. Without `persistAggregate` the same commands make two cases.
# Matters   The in-memory provider is what tests of an event-sourced domain run on. Here they test one case whatever
#           they name, and a version conflict that should be seen is none.
# Instead   The store in memory passes the same contract tests as the durable one, streams side by side among them; no
#           state is kept in an event.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true}' > package.json
npm install --no-audit --no-fund --ignore-scripts --loglevel=error evtstore@12.0.1 > npm.log 2>&1 ||
  { cat npm.log >&2; echo "not run: npm could not install" >&2; exit 2; }

cat > try.js <<'JS'
const { createAggregate, createCommands, createDomain } = require('evtstore');
const { createProvider } = require('evtstore/provider/memory');

// Two cases are reported at two stations; which events are there then?
async function report_two(kept) {
  const provider = createProvider();
  const { domain } = createDomain({ provider }, {
    matter: createAggregate({
      stream: 'matter',
      create: () => ({ station: '' }),
      fold: (event) => ({ station: event.station }),
      ...kept,
    }),
  });
  const commands = createCommands(domain.matter, {
    report: async (command) => ({ type: 'reported', station: command.station }),
  });
  await commands.report('S001-1', { station: 'S001' });
  await commands.report('S002-1', { station: 'S002' });
  const log = (await provider.getEventsFrom('matter', 0))
    .map((e) => `${e.aggregateId} v${e.version} ${e.event.station}`);
  return { log: log.join(', '), first: (await domain.matter.getAggregate('S001-1')).station };
}

(async () => {
  const control = await report_two({});
  const seen = await report_two({ version: '1', persistAggregate: true });
  console.log('evtstore 12.0.1, provider/memory');
  console.log(`expected  ${control.log}; the first case's station ${control.first}`);
  console.log(`observed  ${seen.log}; the first case's station ${seen.first}`);
  if (control.log !== 'S001-1 v1 S001, S002-1 v1 S002' || control.first !== 'S001') {
    console.log('not run: the control reads otherwise');
    process.exit(2);
  }
  const as_stated = seen.log === 'S001-1 v1 S001, S001-1 v2 S002' && seen.first === 'S002';
  console.log(as_stated ? 'as stated: the second case is in the first' : 'changed');
  process.exit(as_stated ? 0 : 1);
})();
JS
node try.js
