// The fields of a form, whatever they are: drawn from the model alone.
import {
  Button,
  Checkbox,
  Fieldset,
  Group,
  MultiSelect,
  NativeSelect,
  SegmentedControl,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { type TextKey, useTexts } from '../i18n';
import { useWordList } from '../workflows';
import {
  emptyValue,
  type Fault,
  type Field,
  type Value,
  type Values,
  type WordList,
} from './model';

export interface FormErrors {
  faults: Record<string, Fault>;
  /** What the service said of a field. */
  said?: { path: string; text: string };
}

export function faultOf(
  errors: FormErrors,
  path: string,
  t: (key: TextKey) => string,
): string | undefined {
  const fault = errors.faults[path];
  if (fault) return t(`fault_${fault}`);
  return errors.said?.path === path ? errors.said.text : undefined;
}

interface Props {
  fields: Field[];
  values: Values;
  onChange: (values: Values) => void;
  errors: FormErrors;
  prefix?: string;
  /** Where fields are drawn otherwise: by their path. */
  special?: Record<string, (props: OneProps) => ReactNode>;
}

export function Fields({ fields, values, onChange, errors, prefix = '', special }: Props) {
  return (
    <Stack gap="sm">
      {fields.map((field) => {
        const path = prefix + field.name;
        const props: OneProps = {
          field,
          path,
          errors,
          special,
          value: values[field.name],
          onChange: (value) => onChange({ ...values, [field.name]: value }),
        };
        return <div key={field.name}>{special?.[path]?.(props) ?? <One {...props} />}</div>;
      })}
    </Stack>
  );
}

export interface OneProps {
  field: Field;
  path: string;
  value: Value;
  onChange: (value: Value) => void;
  errors: FormErrors;
  special?: Props['special'];
}

export function One(props: OneProps) {
  const { field, path, value, onChange, errors } = props;
  const { t, lang, fieldLabel, wordLabel } = useTexts();
  const label = fieldLabel(field);
  const hint = lang === 'en' || label === field.name ? field.doc : '';
  const common = {
    label: (
      <span title={field.doc}>
        {label}
        {field.personal && <span className="hint"> · {t('personal')}</span>}
      </span>
    ),
    description: hint || undefined,
    error: faultOf(errors, path, t),
    required: field.required,
    withAsterisk: field.required,
    'data-path': path,
  };
  const text = typeof value === 'string' ? value : '';
  switch (field.shape) {
    case 'enum':
      return <Choice {...props} common={common} />;
    case 'boolean':
      return field.optional ? (
        <YesNo {...props} label={label} error={common.error} hint={hint} />
      ) : (
        <Checkbox
          label={common.label}
          description={common.description}
          error={common.error}
          data-path={path}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked ? true : undefined)}
        />
      );
    case 'long':
      return (
        <Textarea
          {...common}
          autosize
          minRows={2}
          maxRows={10}
          value={text}
          maxLength={field.maxLength}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'raw':
      return (
        <Textarea
          {...common}
          autosize
          minRows={2}
          ff="monospace"
          placeholder="{}"
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'whole':
    case 'real':
      return (
        <TextInput
          {...common}
          inputMode={field.shape === 'whole' ? 'numeric' : 'decimal'}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'day':
      return (
        <TextInput
          {...common}
          type="date"
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'moment':
      return (
        <TextInput
          {...common}
          type="datetime-local"
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'object':
      return (
        <Fieldset legend={label} data-path={path}>
          <Fields
            fields={field.fields}
            values={(value ?? {}) as Values}
            onChange={onChange}
            errors={errors}
            prefix={`${path}.`}
            special={props.special}
          />
        </Fieldset>
      );
    case 'list':
      if (field.item?.shape === 'enum') {
        return (
          <MultiSelect
            {...common}
            clearable
            value={(value ?? []) as string[]}
            onChange={(next) => onChange(next)}
            data={field.item.words.map((word) => ({
              value: word.value,
              label: wordLabel(word, field.name),
            }))}
          />
        );
      }
      return <Items {...props} label={label} hint={hint} />;
    default:
      if (field.list) return <Code {...common} list={field.list} text={text} onChange={onChange} />;
      return (
        <TextInput
          {...common}
          value={text}
          maxLength={field.maxLength}
          autoComplete="off"
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

/** A code of a list: typed, or chosen from what is suggested. */
function Code({
  list,
  text,
  onChange,
  ...common
}: {
  list: WordList;
  text: string;
  onChange: (value: Value) => void;
}) {
  const { lang } = useTexts();
  const id = useId();
  const rows = useWordList(list);
  return (
    <>
      <TextInput
        {...common}
        value={text}
        list={id}
        autoComplete="off"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <datalist id={id}>
        {rows.map((row) => (
          <option key={row.code} value={row.code}>
            {(lang === 'zh' ? row.zh : row.en) ?? row.name}
          </option>
        ))}
      </datalist>
    </>
  );
}

/** One word of several; none is chosen beforehand. */
function Choice({
  field,
  value,
  onChange,
  common,
}: OneProps & { common: Record<string, unknown> }) {
  const { t, wordLabel } = useTexts();
  const words = field.words.map((word) => ({
    value: word.value,
    label: wordLabel(word, field.name),
  }));
  return (
    <NativeSelect
      {...common}
      value={typeof value === 'string' ? value : ''}
      data={[{ value: '', label: `– ${t('pickOne')} –` }, ...words]}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  );
}

/** A truth value that may be left open. */
function YesNo({
  path,
  value,
  onChange,
  label,
  error,
  hint,
}: OneProps & { label: string; error?: string; hint: string }) {
  const { t } = useTexts();
  const now =
    value === true || value === 'true'
      ? 'true'
      : value === false || value === 'false'
        ? 'false'
        : '';
  return (
    <div role="group" aria-label={label} data-path={path}>
      <div className="field-label">{label}</div>
      {hint && <div className="hint">{hint}</div>}
      <SegmentedControl
        size="sm"
        value={now}
        onChange={(next) => onChange(next === '' ? undefined : next)}
        data={[
          { value: '', label: t('notSaid') },
          { value: 'true', label: t('yes') },
          { value: 'false', label: t('no') },
        ]}
      />
      {error && (
        <div className="field-error" role="alert">
          {error}
        </div>
      )}
    </div>
  );
}

function Items({
  field,
  path,
  value,
  onChange,
  errors,
  special,
  label,
  hint,
}: OneProps & { label: string; hint: string }) {
  const { t } = useTexts();
  const items = (value ?? []) as Value[];
  const item = field.item!;
  const put = (i: number, next: Value) => onChange(items.map((old, j) => (j === i ? next : old)));
  return (
    <Fieldset legend={`${label}${field.required ? ' *' : ''}`} data-path={path}>
      {hint && <div className="hint">{hint}</div>}
      <Stack gap="xs">
        {items.map((one, i) => (
          <Group key={i} align="flex-end" wrap="nowrap" gap="xs">
            <div className="grow">
              {item.shape === 'object' ? (
                <Fields
                  fields={item.fields}
                  values={(one ?? {}) as Values}
                  errors={errors}
                  special={special}
                  prefix={`${path}[${i}].`}
                  onChange={(next) => put(i, next)}
                />
              ) : (
                <One
                  field={{
                    ...item,
                    label: { zh: t('itemN', { n: i + 1 }), en: t('itemN', { n: i + 1 }) },
                    doc: '',
                  }}
                  path={`${path}[${i}]`}
                  value={one}
                  errors={errors}
                  onChange={(next) => put(i, next)}
                />
              )}
            </div>
            <Button
              variant="default"
              size="xs"
              aria-label={t('removeItem', { n: i + 1 })}
              onClick={() => onChange(items.filter((_, j) => j !== i))}
            >
              ×
            </Button>
          </Group>
        ))}
        <Button
          variant="default"
          size="xs"
          w="fit-content"
          onClick={() => onChange([...items, emptyValue(item)])}
        >
          + {t('addItem')}
        </Button>
      </Stack>
      {faultOf(errors, path, t) && (
        <div className="field-error" role="alert">
          {faultOf(errors, path, t)}
        </div>
      )}
    </Fieldset>
  );
}
