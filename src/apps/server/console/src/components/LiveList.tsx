// A live list as a table: keeps its rows' places while it is used, and can be walked by j, k, arrows.
import { Button, Group, Table, Text } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Live } from '../hooks';
import { useTexts } from '../i18n';
import { Empty, ProblemNotice, Tag } from './basics';

export interface Column<T> {
  title: string;
  cell: (item: T) => ReactNode;
  /** Left out where the screen is narrow. */
  wide?: boolean;
  align?: 'right';
}

interface Props<T> {
  label: string;
  live: Live<T>;
  columns: Column<T>[];
  open?: (item: T) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: Set<string>) => void;
  current?: string;
  empty?: string;
  /** Asks for a longer page. */
  onMore?: () => void;
}

export function LiveList<T>({
  label,
  live,
  columns,
  open,
  selected,
  onSelect,
  current,
  empty,
  onMore,
}: Props<T>) {
  const { t } = useTexts();
  const box = useRef<HTMLDivElement>(null);
  const over = useRef({ pointer: false, focus: false });
  const { listing, hold, settle } = live;
  const release = (part: 'pointer' | 'focus', on: boolean) => {
    over.current[part] = on;
    const held = over.current.pointer || over.current.focus;
    hold(held);
    if (!held) settle();
  };
  return (
    <div
      ref={box}
      className="live-list"
      role="group"
      aria-label={label}
      onPointerEnter={() => release('pointer', true)}
      onPointerLeave={() => release('pointer', false)}
      onFocus={() => release('focus', true)}
      onBlur={(event) => {
        if (!box.current?.contains(event.relatedTarget)) release('focus', false);
      }}
    >
      <Group gap="xs" mih={30} className="live-bar">
        <Text size="sm">
          {t('nItems', { n: listing.rows.length })}
          {live.next ? ` ${t('andMore')}` : ''}
        </Text>
        <span role="status">
          {listing.waiting > 0 && (
            <Button size="compact-sm" variant="filled" onClick={settle}>
              {t('nWaiting', { n: listing.waiting })}
            </Button>
          )}
        </span>
      </Group>
      {live.problem && !live.problem.lost && <ProblemNotice problem={live.problem} />}
      {live.loaded && listing.rows.length === 0 && <Empty>{empty ?? t('nothingHere')}</Empty>}
      {listing.rows.length > 0 && (
        <Rows
          rows={listing.rows}
          columns={columns}
          label={label}
          open={open}
          selected={selected}
          onSelect={onSelect}
          current={current}
        />
      )}
      {live.next && onMore && (
        <Button size="xs" variant="default" onClick={onMore}>
          {t('showMore')}
        </Button>
      )}
    </div>
  );
}

interface RowsProps<T> {
  rows: readonly { key: string; item: T; mark?: 'changed' | 'gone' }[];
  columns: Column<T>[];
  label: string;
  open?: (item: T) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: Set<string>) => void;
  current?: string;
}

/** Rows that the keyboard walks: one of them is a tab stop. */
export function Rows<T>({ rows, columns, label, open, selected, onSelect, current }: RowsProps<T>) {
  const { t } = useTexts();
  const [at, setAt] = useState<string>();
  const body = useRef<HTMLTableSectionElement>(null);
  const stop = rows.some((row) => row.key === at) ? at : rows[0]?.key;
  const move = (by: number) => {
    const from = rows.findIndex((row) => row.key === stop);
    const to = Math.min(rows.length - 1, Math.max(0, from + by));
    setAt(rows[to]?.key);
    (body.current?.children[to] as HTMLElement | undefined)?.focus();
  };
  const toggle = (key: string) => {
    const next = new Set(selected);
    if (!next.delete(key)) next.add(key);
    onSelect?.(next);
  };
  const keys = (event: KeyboardEvent, item: T, key: string) => {
    const target = event.target as HTMLElement;
    if (target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'j' || event.key === 'ArrowDown') move(1);
    else if (event.key === 'k' || event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Home') move(-rows.length);
    else if (event.key === 'End') move(rows.length);
    else if (event.key === 'Enter' && open) open(item);
    else if (event.key === ' ' && onSelect) toggle(key);
    else return;
    event.preventDefault();
  };
  // j and k from anywhere on the page go into the first list.
  useEffect(() => {
    const enter = (event: globalThis.KeyboardEvent) => {
      if (
        (event.key !== 'j' && event.key !== 'k') ||
        event.defaultPrevented ||
        event.ctrlKey ||
        event.metaKey
      )
        return;
      const active = document.activeElement as HTMLElement | null;
      if (active?.closest('input, textarea, select, [contenteditable], [role=dialog], .live-rows'))
        return;
      if (document.querySelector('.live-rows') !== body.current) return;
      event.preventDefault();
      (body.current?.querySelector('[tabindex="0"]') as HTMLElement | null)?.focus();
    };
    document.addEventListener('keydown', enter);
    return () => document.removeEventListener('keydown', enter);
  }, []);
  return (
    <Table.ScrollContainer minWidth={300}>
      <Table highlightOnHover verticalSpacing={6} aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            {onSelect && (
              <Table.Th w={36}>
                <span className="visually-hidden">{t('select')}</span>
              </Table.Th>
            )}
            {columns.map((column) => (
              <Table.Th
                key={column.title}
                className={column.wide ? 'wide-only' : undefined}
                ta={column.align}
              >
                {column.title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody ref={body} className="live-rows">
          {rows.map(({ key, item, mark }) => (
            <Table.Tr
              key={key}
              tabIndex={key === stop ? 0 : -1}
              onFocus={() => setAt(key)}
              aria-current={current === key ? 'true' : undefined}
              className={`row ${mark ? `row-${mark}` : ''} ${open ? 'row-open' : ''}`}
              onKeyDown={(event) => keys(event, item, key)}
              onClick={(event) => {
                if (open && !(event.target as HTMLElement).closest('a, button, input, label'))
                  open(item);
              }}
            >
              {onSelect && (
                <Table.Td>
                  <input
                    type="checkbox"
                    checked={selected?.has(key) ?? false}
                    tabIndex={-1}
                    onChange={() => toggle(key)}
                    aria-label={`${t('select')} ${key}`}
                  />
                </Table.Td>
              )}
              {columns.map((column, i) => (
                <Table.Td
                  key={column.title}
                  className={column.wide ? 'wide-only' : undefined}
                  ta={column.align}
                >
                  {column.cell(item)}
                  {i === 0 && mark && (
                    <>
                      {' '}
                      <Tag tone="info">{mark === 'gone' ? t('markGone') : t('markChanged')}</Tag>
                    </>
                  )}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
