// Does a caller ask for a person? By phrases, which are data: one entry a language, and a language is added by adding one. All are
// tried, as nobody says which language a caller speaks. Pure.
//
// Only phrases that name the wish, not every "person": a false sign costs an agent's trust in all the others. So a verb of the wish
// in the form that asks ("talk", not "talking" or "talked") and whom it is about, and no word before it that turns it round.
//
// How a phrase is written: words that follow each other, `(a|b)` one of these, `{person}` one of the language's names for a person,
// `…` up to three words of any kind. Case, commas and the kind of apostrophe don't matter; a phrase never reaches over a sentence's end.

export const LANGUAGES = [
  {language: 'en',
    person: ['person', 'human', 'human being', 'agent', 'representative', 'rep', 'operator', 'manager', 'supervisor', 'someone', 'somebody',
      'advisor', 'adviser', 'colleague'],
    wishes: ['(speak|talk) … (to|with) (a|an|the|your|some) {person}', '(speak|talk) … (to|with) (a|an|the|your|some) (real|live|actual) {person}',
      '(speak|talk) … (to|with) {person}', '(transfer|connect|put) me … (to|with) … {person}', '(get|give|pass) me … (a|an|the|your|some) … {person}',
      'get me {person}', 'put me through', 'is there (a|any) (real|live|actual) {person}'],
    alone: ['(agent|representative|operator|human|human being|real person|live person|live agent|real human)'], please: ['please', 'now'],
    unless: ['(not|never|don\'t|didn\'t) (want|need|wish|have) to', '(no|any) need to', 'rather not', '(had|used|failed) to', 'did (i|you|he|she|they|we)',
      'told (me|us) to', 'without having to']},
  {language: 'de',
    person: ['mensch(en)?', 'person', 'mitarbeiter(in|n)?', 'berater(in|n)?', 'kolleg(e|en|in)', 'jemand(en|em)?', 'vorgesetzten?', 'sachbearbeiter(in|n)?',
      'ansprechpartner(in|n)?', 'kundenberater(in|n)?'],
    wishes: ['mit … {person} … (sprechen|reden|telefonieren|verbinden|verbunden)', '(einen|eine|den|die|jemanden) … {person} sprechen',
      'jemanden sprechen', '(verbinden|verbinde|stellen|stell) (sie )?mich … (mit|zu) … {person}', 'stell(en)? (sie )?mich … durch', 'mich … durchstellen',
      '(geben|gib) (sie )?mir … {person}'],
    alone: ['(ein |einen |eine )?(mitarbeiter(in)?|berater(in)?|kundenberater(in)?|echten? menschen?)'], please: ['bitte'],
    unless: ['nicht', 'kein(en|e|em)?', 'ohne', 'musste( ich)?']},
  {language: 'fr',
    person: ['une( vraie| autre)? personne', 'humain', 'être humain', 'conseill(er|ère)', 'agent', 'opérat(eur|rice)', 'responsable', 'quelqu\'un', 'collègue', 'supérieur',
      'téléconseill(er|ère)'],
    wishes: ['parler (à|avec|au|a) … {person}', '(passez|passe)(-| )moi … {person}', '(transférez|transfère|transférer)(-| )?moi … (à|vers) … {person}',
      'me (passer|transférer) … {person}', '(mettez|mets|mettre)(-| )?(moi )?en (relation|contact) avec … {person}', 'joindre … {person}',
      'avoir … {person} au (téléphone|bout du fil)'],
    alone: ['(un |une )?(conseill(er|ère)|opérat(eur|rice)|vraie personne|humain)'], please: ['s\'il vous plaît', 's\'il te plaît', 'svp'],
    unless: ['(ne|n\') … pas', '(veux|voudrais|souhaite|besoin) pas( de)?', 'viens de', 'venez de', 'sans']},
  {language: 'es',
    person: ['persona', 'humano', 'ser humano', 'agente', 'operador(a)?', 'representante', 'alguien', 'encargad(o|a)', 'supervisor(a)?', 'asesor(a)?',
      'gerente', 'responsable', 'ejecutiv(o|a)'],
    wishes: ['(hablar|hable|comunicarme|contactar) con … {person}', '(páseme|pásame|paseme|pasame|comuníqueme|comunícame|conécteme|conéctame|póngame|ponme) con … {person}',
      '(pasarme|pasar|ponerme|comunicarme|conectarme) (con|a) … {person}', '(transfiérame|transfiéreme|transferirme) (a|con) … {person}'],
    alone: ['(un |una )?(agente|operador(a)?|representante|persona real)'], please: ['por favor'],
    unless: ['no (quiero|necesito|deseo|quisiera)', 'sin', 'acabo de', 'tuve que']},
  {language: 'it',
    person: ['persona', 'umano', 'essere umano', 'operat(ore|rice)', 'addett(o|a)', 'consulente', 'responsabile', 'qualcuno', 'collega', 'supervisore'],
    wishes: ['parlare con … {person}', '(mi passi|passami|mi passa|mi può passare|può passarmi|passarmi|mi metta|mi dia|mi faccia parlare con) … {person}',
      '(mi colleghi|mi metta in contatto|mettermi in contatto|mi trasferisca) (con|a) … {person}'],
    alone: ['(un |una )?(operat(ore|rice)|consulente|persona vera)'], please: ['per favore', 'per cortesia', 'grazie'],
    unless: ['non (voglio|vorrei|devo|desidero|ho bisogno di)', 'senza', '(appena )?finito di', 'ho dovuto']},
  {language: 'nl',
    person: ['mens', 'persoon', 'medewerk(er|ster)', 'iemand', 'collega', 'leidinggevende', 'manager', 'adviseur'],
    wishes: ['met … {person} … (spreken|praten|doorverbinden|doorverbonden|verbinden)', '(spreken|praten|doorverbinden|doorverbonden|verbonden) … met … {person}',
      '(een|de|iemand) … {person} spreken', 'verbind (me|mij) … met … {person}', '(geef|geeft u) (me|mij) … {person}', '(me|mij) … doorverbinden',
      '{person} aan de lijn'],
    alone: ['(een )?(medewerk(er|ster)|echt persoon|echt mens)'], please: ['alstublieft', 'alsjeblieft', 'graag', 'aub'],
    unless: ['niet', 'geen', 'zonder', 'moest', '(zit|ben|was) (al|net)']},
  {language: 'pt',
    person: ['pessoa', 'humano', 'ser humano', 'atendente', 'operador(a)?', 'agente', 'alguém', 'gerente', 'supervisor(a)?', 'responsável', 'assistente humano',
      'representante'],
    wishes: ['falar com … {person}', '(passe|passa)(-me| me) … {person}', 'me (passe|passa|passar|transfira|transfere|transferir|conecte|ligue) … (para|a|com) … {person}',
      '(transfira|transferir)(-me)? (para|a) … {person}', 'ser atendid(o|a) por … {person}'],
    alone: ['(um |uma )?(atendente|operador(a)?|pessoa de verdade|humano)'], please: ['por favor', 'se faz favor'],
    unless: ['não (quero|preciso|desejo|gostaria de)', 'sem', 'acabei de', 'tive (de|que)']},
];

const PHRASES = LANGUAGES.map(({person, wishes, alone, please, unless}) => ({
  wish: compiled(wishes, person),
  alone: new RegExp(`^(?:${alone.join('|')})(?: (?:${please.join('|')}))*$`, 'u'),
  // It turns the wish round where it stands before it, with no more than two words between ("don't want to ever talk to").
  unless: new RegExp(`(?<![\\p{L}\\p{N}'])(?:${unless.map((one) => one.replaceAll(' … ', ' (?:\\S+ ){0,3}?')).join('|')})(?: \\S+){0,2} $`, 'u'),
}));

/** Whether these words ask for a person instead of the assistant. */
export function asksForPerson(text) {
  return text.toLowerCase().replaceAll('’', '\'').split(/[.!?;:¿¡\n]+/)
    .map((sentence) => sentence.replace(/[^\p{L}\p{N}' -]+/gu, ' ').replace(/\s+/g, ' ').trim())
    .some((sentence) => sentence !== '' && PHRASES.some((phrases) => isWish(sentence, phrases)));
}

function isWish(sentence, {wish, alone, unless}) {
  if (alone.test(sentence)) return true;
  for (const found of sentence.matchAll(wish)) if (!unless.test(sentence.slice(0, found.index))) return true;
  return false;
}

function compiled(phrases, person) {
  const anyone = `(?:${person.join('|')})`;
  const one = (phrase) => phrase.replaceAll('{person}', anyone).replaceAll('… ', '(?:\\S+ ){0,3}?');
  return new RegExp(`(?<![\\p{L}\\p{N}'])(?:${phrases.map(one).join('|')})(?![\\p{L}\\p{N}'])`, 'gu');
}
