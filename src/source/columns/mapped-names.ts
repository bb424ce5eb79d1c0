/** The columns of a mapping: `First Name+Last Name` is two, unless one column has exactly that name. */
export function mappedNames(mapping: string, header: readonly string[]): readonly string[] {
  const isOneColumn = header.some((cell) => sameName(cell, mapping));
  return (isOneColumn ? [mapping] : mapping.split('+')).map((name) => name.trim());
}

export function sameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
