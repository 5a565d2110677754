/** The twin's state: one small JSON document, changed by commands alone. */

/** Where the camera stands and looks: degrees, m above the ellipsoid; heading from north clockwise, pitch up from the horizon. */
export interface CameraPose {
  lon: number;
  lat: number;
  height: number;
  headingDeg: number;
  pitchDeg: number;
}

/** `auto` lets the screen-space error choose among all levels that the city has. */
export const LEVEL_CHOICES = ['auto', 'L2', 'L3'] as const;
export type LevelChoice = (typeof LEVEL_CHOICES)[number];

export interface TwinState {
  /** Name of the city that is open, or null for the first one that the server lists. */
  readonly city: string | null;
  /** null: the home view. */
  readonly camera: CameraPose | null;
  readonly level: LevelChoice;
  /** Id of the selected feature. */
  readonly selection: string | null;
}

export type Command =
  | { type: 'select'; id: string | null }
  | { type: 'setCamera'; camera: CameraPose | null }
  | { type: 'setLevel'; level: LevelChoice };

export const INITIAL_STATE: TwinState = { city: null, camera: null, level: 'auto', selection: null };

/** Applies a command; gives the same object when nothing changes. */
export function applyCommand(state: TwinState, command: Command): TwinState {
  switch (command.type) {
    case 'select':
      return state.selection === command.id ? state : { ...state, selection: command.id };
    case 'setCamera':
      return state.camera === command.camera ? state : { ...state, camera: command.camera };
    case 'setLevel':
      return state.level === command.level ? state : { ...state, level: command.level };
    default:
      throw new Error(
        `command: expected select, setCamera or setLevel, got ${JSON.stringify((command as Command).type)}`,
      );
  }
}
