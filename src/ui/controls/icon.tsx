/** Icons of the frame: strokes on a grid of 20, drawn here. */
const PATHS = {
  search: 'M8.5 14a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM12.6 12.6 17 17',
  select: 'M5 3l10.5 7-4.7 1.2L8.4 16z',
  distance: 'M3 14 14 3l3 3L6 17zM6 11l1.6 1.6M8.6 8.4l1.6 1.6M11.2 5.8l1.6 1.6',
  area: 'M4 6.5 12 3l5 6-3.5 8L5 15zM4 6.5v.01M12 3v.01M17 9v.01',
  height: 'M10 3v14M6.8 6.2 10 3l3.2 3.2M6.8 13.8 10 17l3.2-3.2M3.5 17h13',
  home: 'M3 10 10 4l7 6M5.5 8.5V16h9V8.5',
  north: 'M10 3l4 13-4-2.6L6 16z',
  panel: 'M3 4h14v12H3zM8 4v12M5 7.5h1M5 10h1',
  undo: 'M7.5 4.5 4 8l3.5 3.5M4 8h7.5a4 4 0 0 1 0 8H8',
  redo: 'M12.5 4.5 16 8l-3.5 3.5M16 8H8.5a4 4 0 0 0 0 8H12',
  link: 'M8.5 11.5a3 3 0 0 0 4.2 0l3-3a3 3 0 0 0-4.2-4.2l-1 1M11.5 8.5a3 3 0 0 0-4.2 0l-3 3a3 3 0 0 0 4.2 4.2l1-1',
  help: 'M7.3 7.4a2.7 2.7 0 1 1 4 2.4c-.9.5-1.3 1-1.3 2M10 14.6v.01',
  close: 'M5 5l10 10M15 5 5 15',
  fly: 'M3 9.5 17 3l-5 14-2.6-5.4z',
  isolate: 'M3 6V3h3M14 3h3v3M17 14v3h-3M6 17H3v-3M7 7h6v6H7z',
  hide: 'M3 3l14 14M8 5.2A7.8 7.8 0 0 1 17.5 10a9 9 0 0 1-2 2.6M5 6.8A9.5 9.5 0 0 0 2.500 10c1.700 3.400 4.500 5 7.500 5 1 0 2-.2 3-.6',
  play: 'M6 4l10 6-10 6z',
  pause: 'M7 4v12M13 4v12',
  remove: 'M4 6h12M8 6V4h4v2M6 6l.7 10h6.600L14 6',
} as const;

export type IconName = keyof typeof PATHS;

/** Draws an icon in the colour of the text around it. */
export function Icon(props: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[props.name]} />
    </svg>
  );
}
