import { BODY_TYPES } from "../../vocabulary.ts";

/** Bodies of models whose listings do not tell; names without spaces and marks. */
const MODELS: Partial<Record<(typeof BODY_TYPES)[number], string>> = {
  mpv: `avanza veloz xenia innova kijanginnova innovareborn innovazenix kijanginnovazenix kijang ertiga xl7
    xpander xpandercross livina grandlivina calya sigra mobilio freed sienta alphard vellfire voxy nav1
    noah serena odyssey confero cortez stargazer carnival carens apv evalia elgrand grandmax luxio touran
    sharan golfsv cmax grandcmax bmax smax galaxy zafira zafiratourer meriva verso versos proaceverso
    bclass vclass rclass caddylife caddymaxilife caravelle shuttle california combolife tourneocustom
    tourneoconnect grandtourneoconnect transittourneo ix20 i800 roomster starex h1 staria custin limo`,
  suv: `fortuner pajero pajerosport rush terios raize rocky hrv crv brv wrv xtrail kicks juke terra murano
    harrier rav4 chr landcruiser prado corollacross urbancruiser captiva trax trailblazer cx3 cx30 cx5 cx7
    cx8 cx9 outlander outlandersport eclipsecross almaz xforce creta tucson santafe palisade kona ix35
    terracan sportage sorento seltos sonet tiguan tiguanallspace touareg troc tcross kuga ecosport edge
    everest puma q2 q3 q5 q7 q8 sq5 sq7 x1 x2 x3 x4 x5 x6 x7 glaclass glbclass glcclass gleclass glsclass
    glclass gclass mclass gla glb glc gle gls mokka mokkax crosslandx grandlandx antara kodiaq karoq kamiq
    yeti yetioutdoor kadjar jimny vitara grandvitara escudo sx4 sx4scross scross ignis taruna feroza
    wrangler rangerover evoque discovery defender macan cayenne forester xv tiggo omoda jaecoo`,
  hatchback: `yaris jazz brio agya ayla march mirage swift baleno splash karimun karimunwagonr celerio spresso
    etios sirion i10 i20 i30 getz picanto rio spark aveo aygo auris iq golf polo up beetle fox fiesta
    focus ka aclass corsa astra adam viva agila fabia citigo scala a1 a3 a2 1series i3 mazda2 cityhatchback
    citygm fit note leaf sonicrs amica ka+ gtc atos`,
  sedan: `vios camry corollaaltis altis corolla city civic accord limo teana almera sylphy lancer galant
    mazda6 3series 5series 7series cclass eclass sclass clsclass clclass a4 a6 a8 s4 s8 passat jetta arteon
    cc mondeo insignia vectra octavia superb rapid avensis prius i40 ioniq accent elantra avante sonata
    cityz seal claclass lexuses verna`,
  pickup: "hilux triton ranger navara strada dmax amarok xclass l300 carry granmax colt bt50 l200",
  coupe: `supra gt86 brz ft86 mustang scirocco tt r8 4series 8series 6series m2 m4 i8 clk clcclass veloster
    2series ampera`,
  convertible: "slk slclass z3 z4 eos cascada streetka mx5",
};

const BODY_OF = new Map(
  Object.entries(MODELS).flatMap(([body, names]) =>
    names.split(/\s+/).map((name) => [name, BODY_TYPES.indexOf(body as "mpv") + 1] as const),
  ),
);

/** Of a model's name without spaces and marks: its body's place in the list plus 1; 0 is unknown. */
export const bodyOfModel = (name: string): number => BODY_OF.get(name) ?? 0;

/** Models of other bodies that have a third row of seats. */
const THIRD_ROW = new Set(
  `fortuner pajero pajerosport rush terios crv brv xtrail terra outlander almaz santafe palisade sorento
  everest captiva xl7 q7 x7 glsclass glclass glbclass kodiaq tiguanallspace landcruiser prado trailblazer
  cx8 cx9 creta discovery starex ssangyong`.split(/\s+/),
);

export const hasThirdRow = (name: string): boolean => THIRD_ROW.has(name);
