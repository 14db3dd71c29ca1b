/** `look`, which is asked for each key once. */
export function once<Key, Value>(
  look: (key: Key) => Value,
): (key: Key) => Value {
  const seen = new Map<Key, Value>();
  return (key) => {
    const known = seen.get(key);
    if (known !== undefined || seen.has(key)) return known as Value;
    const value = look(key);
    seen.set(key, value);
    return value;
  };
}
