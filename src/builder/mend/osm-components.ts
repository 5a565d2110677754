/** Which class of component an OSM node is, by its tags. */

type Tags = Record<string, unknown>;

/** `key=value` to class; `osm:…` where no class of the standard fits. */
const CLASSES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  highway: {
    street_lamp: 'cjt214:0118',
    traffic_signals: 'cjt214:0210',
    stop: 'cjt214:0209',
    give_way: 'cjt214:0209',
    bus_stop: 'cjt214:0203',
    crossing: 'osm:crossing',
    speed_camera: 'cjt214:0136',
    milestone: 'osm:milestone',
    toll_gantry: 'osm:toll_gantry',
    emergency_access_point: 'cjt214:0209',
    speed_display: 'cjt214:0215',
  },
  natural: { tree: 'cjt214:0402' },
  emergency: {
    fire_hydrant: 'cjt214:0113',
    phone: 'cjt214:0122',
    defibrillator: 'osm:defibrillator',
    siren: 'osm:siren',
    life_ring: 'cjt214:0603',
    suction_point: 'cjt214:0113',
    fire_extinguisher: 'cjt214:0113',
    fire_hose: 'cjt214:0113',
  },
  amenity: {
    bench: 'cjt214:0407',
    waste_basket: 'cjt214:0305',
    waste_disposal: 'cjt214:0305',
    recycling: 'cjt214:0305',
    post_box: 'cjt214:0123',
    vending_machine: 'cjt214:0125',
    toilets: 'cjt214:0301',
    telephone: 'cjt214:0122',
    drinking_water: 'cjt214:0132',
    fountain: 'cjt214:0410',
    bicycle_parking: 'cjt214:0212',
    motorcycle_parking: 'osm:motorcycle_parking',
    bicycle_rental: 'osm:bicycle_rental',
    atm: 'osm:atm',
    clock: 'osm:clock',
    charging_station: 'osm:charging_station',
    shelter: 'osm:shelter',
    parcel_locker: 'osm:parcel_locker',
    water_point: 'cjt214:0132',
    watering_place: 'cjt214:0132',
    grit_bin: 'osm:grit_bin',
    bbq: 'osm:bbq',
    taxi: 'cjt214:0204',
    parking_entrance: 'osm:parking_entrance',
    letter_box: 'cjt214:0123',
    kiosk: 'cjt214:0137',
    public_bookcase: 'osm:public_bookcase',
  },
  barrier: {
    bollard: 'osm:bollard',
    block: 'osm:bollard',
    lift_gate: 'osm:lift_gate',
    gate: 'osm:gate',
    swing_gate: 'osm:lift_gate',
    cycle_barrier: 'osm:cycle_barrier',
    planter: 'cjt214:0404',
    turnstile: 'osm:turnstile',
  },
  man_made: {
    manhole: 'cjt214:0103',
    surveillance: 'cjt214:0136',
    street_cabinet: 'cjt214:0115',
    flagpole: 'osm:flagpole',
    utility_pole: 'cjt214:0117',
    mast: 'osm:mast',
    monitoring_station: 'cjt214:0308',
    water_well: 'cjt214:0131',
    water_tap: 'cjt214:0132',
    survey_point: 'osm:survey_point',
    antenna: 'osm:mast',
    obelisk: 'cjt214:0406',
    cross: 'osm:cross',
    planter: 'cjt214:0404',
  },
  power: {
    tower: 'cjt214:0133',
    pole: 'cjt214:0117',
    transformer: 'cjt214:0134',
    portal: 'cjt214:0133',
    catenary_mast: 'osm:catenary_mast',
    terminal: 'cjt214:0133',
  },
  telecom: {
    service_device: 'cjt214:0115',
    connection_point: 'cjt214:0115',
    distribution_point: 'cjt214:0115',
  },
  advertising: {
    billboard: 'cjt214:0307',
    board: 'cjt214:0501',
    column: 'cjt214:0307',
    poster_box: 'cjt214:0306',
    totem: 'cjt214:0307',
    sign: 'cjt214:0307',
    screen: 'cjt214:0306',
    flag: 'osm:flagpole',
  },
  tourism: {
    artwork: 'cjt214:0406',
    information: 'cjt214:0124',
    viewpoint_telescope: 'osm:telescope',
    picnic_table: 'cjt214:0407',
  },
  historic: {
    monument: 'cjt214:0406',
    memorial: 'cjt214:0406',
    statue: 'cjt214:0406',
    wayside_cross: 'osm:cross',
  },
  leisure: {
    fitness_station: 'cjt214:0126',
    picnic_table: 'cjt214:0407',
    bench: 'cjt214:0407',
    firepit: 'osm:firepit',
  },
  shop: { kiosk: 'cjt214:0137', newsagent_kiosk: 'cjt214:0121' },
  public_transport: { shelter: 'cjt214:0203' },
  railway: { signal: 'osm:railway_signal', tram_stop: 'cjt214:0203', level_crossing: 'osm:level_crossing' },
  traffic_calming: {},
};
const KEYS = Object.keys(CLASSES);

/** Owner's letter on a manhole to the class of its cover. */
const MANHOLES: Readonly<Record<string, string>> = {
  water: 'cjt214:0101',
  sewer: 'cjt214:0102',
  sewage: 'cjt214:0102',
  drain: 'cjt214:0104',
  stormwater: 'cjt214:0103',
  power: 'cjt214:0105',
  electricity: 'cjt214:0105',
  telecom: 'cjt214:0107',
  telecommunications: 'cjt214:0107',
  gas: 'cjt214:0111',
  heating: 'cjt214:0110',
  heat: 'cjt214:0110',
};

/** Gives the class of an OSM node that is a component; null when it is none. */
export function osmComponentClass(tags: Tags): string | null {
  const manhole = tags.manhole;
  if (typeof manhole === 'string' && manhole !== 'no') {
    const substance = tags.substance ?? tags.utility;
    return (
      (typeof substance === 'string' ? MANHOLES[substance] : undefined) ?? MANHOLES[manhole] ?? 'cjt214:0103'
    );
  }
  if (tags.natural === 'tree' && (tags.denotation === 'natural_monument' || tags.denotation === 'landmark')) {
    return 'cjt214:0401';
  }
  if (
    tags.amenity === 'parking_meter' ||
    (tags.amenity === 'vending_machine' && tags.vending === 'parking_tickets')
  ) {
    return 'cjt214:0202';
  }
  if (tags.highway === 'crossing') {
    return tags.crossing === 'traffic_signals' || tags['crossing:signals'] === 'yes'
      ? 'osm:crossing_signals'
      : 'osm:crossing';
  }
  if (tags.amenity === 'vending_machine' && tags.vending === 'public_transport_tickets')
    return 'osm:ticket_machine';
  if (tags.amenity === 'shelter' && tags.shelter_type === 'public_transport') return 'cjt214:0203';
  if (tags.tourism === 'information') {
    const kind = tags.information;
    if (kind === 'office' || kind === 'visitor_centre') return null;
    if (kind === 'board' || kind === 'map') return 'cjt214:0501';
    if (kind === 'guidepost' || kind === 'route_marker') return 'cjt214:0213';
    return 'cjt214:0124';
  }
  for (const key of KEYS) {
    const value = tags[key];
    if (typeof value !== 'string') continue;
    const found = CLASSES[key]![value];
    if (found) return found;
  }
  if (typeof tags.traffic_sign === 'string' && tags.traffic_sign !== 'no') return 'cjt214:0209';
  if (typeof tags.advertising === 'string' && tags.advertising !== 'no') return 'cjt214:0307';
  return null;
}

/** Words of OSM (`street_lamp`) and their classes, for inventories that use them. */
export const OSM_WORDS: readonly (readonly [word: string, key: string])[] = Object.values(CLASSES).flatMap(
  (values) => Object.entries(values),
);
