import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyChange, applyPage, emptyListing, EventParser, keyOf, settle } from '../src/live';

interface Item {
  case: string;
  phase: string;
}
const item = (name: string, phase = 'received'): Item => ({ case: name, phase });
const page = (...names: string[]) => ({ position: 7, items: names.map((name) => item(name)) });
const keys = (listing: { rows: readonly { key: string }[] }) =>
  listing.rows.map((row) => row.key).join(' ');

test('a page that nobody is using is shown in its order', () => {
  const listing = applyPage(emptyListing<Item>(), page('b', 'a'), false);
  assert.equal(keys(listing), 'b a');
  assert.equal(listing.position, 7);
  assert.equal(listing.waiting, 0);
});

test('a change is applied at once where the list is not held', () => {
  const before = applyPage(emptyListing<Item>(), page('a', 'b'), false);
  const after = applyChange(
    before,
    { position: 9, order: ['c', 'b'], changed: [item('c'), item('b', 'closed')] },
    false,
  );
  assert.equal(keys(after), 'c b');
  assert.equal(after.rows[1]!.item.phase, 'closed');
  assert.equal(after.position, 9);
});

test('rows keep their places while the list is held', () => {
  const before = applyPage(emptyListing<Item>(), page('a', 'b', 'c'), false);
  const held = applyChange(
    before,
    { position: 9, order: ['n', 'c', 'a'], changed: [item('n'), item('c', 'closed')] },
    true,
  );
  assert.equal(keys(held), 'a b c');
  assert.deepEqual(
    held.rows.map((row) => row.mark),
    [undefined, 'gone', 'changed'],
  );
  assert.equal(
    held.rows[2]!.item.phase,
    'closed',
    'known rows are brought up to date where they stand',
  );
  assert.equal(held.waiting, 3, 'one new, one gone, one other');
  const settled = settle(held);
  assert.equal(keys(settled), 'n c a');
  assert.equal(settled.waiting, 0);
  assert.deepEqual(
    settled.rows.map((row) => row.mark),
    [undefined, undefined, undefined],
  );
});

test('another order alone waits, too', () => {
  const before = applyPage(emptyListing<Item>(), page('a', 'b'), false);
  const held = applyChange(before, { position: 8, order: ['b', 'a'], changed: [] }, true);
  assert.equal(keys(held), 'a b');
  assert.equal(held.waiting, 1);
});

test('a row that comes back is not marked as gone any more', () => {
  const before = applyPage(emptyListing<Item>(), page('a', 'b'), false);
  const gone = applyChange(before, { position: 8, order: ['a'], changed: [] }, true);
  const back = applyChange(gone, { position: 9, order: ['a', 'b'], changed: [item('b')] }, true);
  assert.equal(back.rows[1]!.mark, undefined);
  assert.equal(back.waiting, 0);
});

test('the first page is shown even while the pointer is there', () => {
  assert.equal(keys(applyPage(emptyListing<Item>(), page('a'), true)), 'a');
});

test('a page after a lost link is merged like a change', () => {
  const before = applyPage(emptyListing<Item>(), page('a', 'b'), false);
  const held = applyPage(before, page('b', 'c'), true);
  assert.equal(keys(held), 'a b');
  assert.equal(held.waiting, 2);
});

test('an order that names what was never sent is incomplete', () => {
  const before = applyPage(emptyListing<Item>(), page('a'), false);
  assert.equal(
    applyChange(before, { position: 8, order: ['a', 'x'], changed: [] }, false).incomplete,
    true,
  );
  assert.equal(
    applyChange(before, { position: 8, order: ['a'], changed: [] }, false).incomplete,
    false,
  );
});

test('items are named as the service names them', () => {
  assert.equal(keyOf({ case: 'S001-1', station: 'S001' }), 'S001-1');
  assert.equal(keyOf({ case: 'S001-1', kind: 'contact' }), 'S001-1#contact');
  assert.equal(keyOf({ stream: 'case/S001-1', duty: 'answer' }), 'case/S001-1#answer');
  assert.equal(keyOf({ number: 'S001-1' }), 'S001-1');
  assert.equal(keyOf('case/S001-1'), '"case/S001-1"');
});

test('server-sent events are read whatever the pieces', () => {
  const text =
    ': alive\n\nid: 4\r\nevent: page\ndata: {"a":\ndata: 1}\n\nevent:change\ndata:x\r\n\r\n';
  for (let size = 1; size <= text.length; ++size) {
    const parser = new EventParser();
    const found = [];
    for (let at = 0; at < text.length; at += size)
      found.push(...parser.push(text.slice(at, at + size)));
    assert.deepEqual(
      found,
      [
        { event: 'page', data: '{"a":\n1}', id: '4' },
        { event: 'change', data: 'x', id: '4' },
      ],
      `pieces of ${size}`,
    );
  }
});

test('an event without data is none', () => {
  assert.deepEqual(new EventParser().push('event: page\n\n'), []);
});
