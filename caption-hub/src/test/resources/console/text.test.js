import {dayAndTime, duration, phone, span, spokenDuration} from '../model/formats.js';
import {matches, occurrences, pieces} from '../model/search.js';
import {commonPrefixWords, firmLength, newest, split} from '../model/stable-text.js';
import {pastedToken, readToken} from '../model/token.js';
import {fact, holds, same} from './harness.js';

const firm = (previous, previousFirm, text, final = false) => text.slice(0, firmLength(previous, previousFirm, text, final));

fact('two revisions that agree make words firm, but never the last one', () => {
  same(firm(undefined, 0, 'the parcel'), '');
  same(firm('the parcel', 0, 'the parcel was'), 'the parcel');
  same(firm('the parcel was', 10, 'the parcel was supposed to'), 'the parcel was');
  same(firm('come on Tues', 7, 'come on Tuesday'), 'come on');
});

fact('of a long text that grows the end is shown, and it moves on by words, not with each of them', () => {
  same(newest('so when will it get here'), 'so when will it get here');
  const grown = ['oh great thank you so the parcel was', 'oh great thank you so the parcel was to', 'oh great thank you so the parcel was to be here'].map(newest);
  same(grown, ['…you so the parcel was', '…you so the parcel was to', '…parcel was to be here']);
  holds(!newest('😀'.repeat(40)).includes('\ufffd') && newest('😀'.repeat(40)).isWellFormed(), 'half a character');
});

fact('words that are revised are soft again', () => {
  same(firm('i want two tickets', 10, 'i want to take'), 'i want');
});

fact('what was firm stays firm while it is unchanged, also at the end of a text that shrank', () => {
  same(firm('one two three four', 13, 'one two three'), 'one two three');
});

fact('a final is firm to its end', () => {
  same(firm('a b', 0, 'Something else.', true), 'Something else.');
  same(split({text: 'come on Tues', firm: 7}), ['come on ', 'Tues']);
});

fact('case and punctuation do not make words differ', () => {
  same(commonPrefixWords('yes i can', 'Yes, I can help'), 3);
  same(commonPrefixWords('Größe zählt', 'größe, zählt doch'), 2);
});

fact('numbers are grouped, names of none are kept', () => {
  same(phone('+15550100123'), '+1 555 010 0123');
  same(phone('+442079460991'), '+44 207 946 0991');
  same(phone('+35312345678'), '+353 123 45 678');
  same(phone(undefined), 'withheld');
  same(phone('sip:mia@example.com'), 'mia@example.com');
});

fact('times read as people say them', () => {
  same([duration(161_000), duration(3_661_000), duration(-5)], ['02:41', '1:01:01', '00:00']);
  same([spokenDuration(161_000), spokenDuration(1_000), spokenDuration(0)], ['2 minutes 41 seconds', '1 second', '0 seconds']);
  same([span(84.4), span(1_240), span(14_000), span(undefined)], ['84 ms', '1.2 s', '14 s', '–']);
  const noon = new Date(2026, 10, 22, 12, 0, 5).getTime();
  same(dayAndTime(noon, noon + 1_000), '12:00:05');
  same(dayAndTime(noon, noon + 86_400_000), '2026-11-22 12:00:05');
});

fact('search finds all words, and digits through the blanks of a number', () => {
  holds(matches(['+1 555 010 0123', 'billing'], '0100123'), 'digits');
  holds(matches(['+1 555 010 0123', 'Where is my Parcel'], 'parcel 555'), 'words');
  holds(!matches(['billing'], 'billing claims'), 'all words');
});

fact('hits are cut out of the text, whatever its case', () => {
  same(pieces('A parcel, the Parcel.', 'parcel'), [{text: 'A ', hit: false}, {text: 'parcel', hit: true}, {text: ', the ', hit: false},
    {text: 'Parcel', hit: true}, {text: '.', hit: false}]);
  same(occurrences('aaa', 'aa'), 1);
  same(pieces('', 'x'), [{text: '', hit: false}]);
  same(pieces('abc', ' '), [{text: 'abc', hit: false}]);
});

fact('a token is read for display, and what is none does no harm', () => {
  const claims = btoa(JSON.stringify({sub: 'u1', name: 'Mia', groups: ['agent', 'supervisor'], teams: ['billing'], exp: 1_800_000_000}));
  same(readToken(`x.${claims}.y`), {id: 'u1', name: 'Mia', roles: ['agent', 'supervisor'], role: 'supervisor', teams: ['billing'], expiresAt: 1_800_000_000_000});
  same(readToken('opaque').roles, []);
  same(readToken('a.bm90anNvbg.c').role, undefined);
});

fact('a pasted token comes without its wrapping', () => {
  same(pastedToken('  Authorization: Bearer abc.def-ghi_1\n'), 'abc.def-ghi_1');
  same(pastedToken('"abc.def.ghi"'), 'abc.def.ghi');
  same(pastedToken('no <token>'), undefined);
});
