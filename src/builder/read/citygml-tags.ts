/** Attributes of CityGML objects as plain values: standard ones, generic ones, addresses, and those of extensions. */
import { childNamed, walk, type XmlElement } from './citygml-tree.ts';

/** Codes stay texts: `010` is not ten. */
const CODES = new Set(['class', 'function', 'usage', 'roofType', 'name', 'description']);
const SKIPPED =
  /^(?:boundedBy|lod\d|consistsOf|appearance$|outer[A-Z]|interior[A-Z]|generalizesTo|location|opening|roomInstallation|dmComponent|dmCoverage|lod$)/;
const GENERIC = /^(?:string|int|double|date|uri|measure)Attribute$/;
const ADDRESS: Record<string, string> = {
  CountryName: 'addr:country',
  AdministrativeAreaName: 'addr:state',
  LocalityName: 'addr:city',
  ThoroughfareName: 'addr:street',
  ThoroughfareNumber: 'addr:housenumber',
  PostalCodeNumber: 'addr:postcode',
};

type Tags = Record<string, string | number>;

/** Gives the attributes of an object, without those of its parts. */
export function readTags(object: XmlElement): Tags {
  const tags: Tags = {};
  for (const child of object.children) {
    if (SKIPPED.test(child.name)) continue;
    if (GENERIC.test(child.name) || child.name === 'genericAttributeSet') addGeneric(child, '', tags);
    else if (child.name === 'address') addAddress(child, tags);
    else if (child.name === 'externalReference') addReference(child, tags);
    else if (child.children.length === 0) addLeaf(child, tags);
    else addExtension(child, tags);
  }
  return tags;
}

function add(tags: Tags, name: string, value: string | number): void {
  const present = tags[name];
  if (present === undefined) tags[name] = value;
  else if (!String(present).split(', ').includes(String(value))) tags[name] = `${String(present)}, ${value}`;
}

function addLeaf({ name, text, attributes }: XmlElement, tags: Tags): void {
  const value = text.trim();
  if (value === '' || attributes.nil === 'true') return;
  if (CODES.has(name)) add(tags, name, value);
  else if (/^(ft|foot|feet|\[ft_i\])$/i.test(attributes.uom ?? '')) add(tags, name, `${value} ft`);
  else add(tags, name, plain(value));
}

/** A number where the text is one and nothing is lost, as with leading zeros. */
function plain(text: string): string | number {
  return /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/.test(text) ? Number(text) : text;
}

function addGeneric(element: XmlElement, prefix: string, tags: Tags): void {
  const name = `${prefix}${element.attributes.name ?? element.name}`;
  if (element.name === 'genericAttributeSet') {
    for (const child of element.children) addGeneric(child, `${name}.`, tags);
    return;
  }
  const value = childNamed(element, 'value')?.text.trim() ?? '';
  if (value !== '') add(tags, name, element.name === 'stringAttribute' ? value : plain(value));
}

function addAddress(element: XmlElement, tags: Tags): void {
  for (const { name, text } of walk(element)) {
    const key = ADDRESS[name];
    if (key && text.trim() !== '') tags[key] ??= text.trim();
  }
}

function addReference(element: XmlElement, tags: Tags): void {
  for (const { name, text } of walk(element))
    if ((name === 'name' || name === 'uri') && text.trim() !== '')
      add(tags, 'externalReference', text.trim());
}

/** Extensions nest their values in objects of their own; geometry among them is left out. */
function addExtension(element: XmlElement, tags: Tags): void {
  for (const found of walk(element)) {
    if (found.coordinates || found.triangles) return;
    if (found.name === 'KeyValuePairAttribute') {
      const key = childNamed(found, 'key')?.text.trim();
      const value = (childNamed(found, 'codeValue') ?? childNamed(found, 'stringValue'))?.text.trim();
      if (key && value) add(tags, `key ${key}`, plain(value));
    } else if (found.children.length === 0 && !/^(key|codeValue|stringValue)$/.test(found.name))
      addLeaf(found, tags);
  }
}
