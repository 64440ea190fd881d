"""Arabic letters, words, numbers, names, and the parsed text: no knowledge of news. Imports `story` and `model`.

This is the front door: other packages import from here.
"""

from briefings.text.arabic import BIDI, STOP_WORDS, Word, fold, split_sentences, split_words
from briefings.text.document import ParsedText, once
from briefings.text.gazetteer import Found, PhraseIndex, find_known, name_index, outlet_index
from briefings.text.lexicon import alternation, participles, words
from briefings.text.morphology import find_lemma, has_conjunction, is_future_verb, is_known, word_forms, words_with_form
from briefings.text.numbers import NUMBER_OPENERS, is_numeral, read_cardinal, read_digits, read_ordinal, read_scaled
from briefings.text.tables import WordTable, remember
from briefings.text.word_relations import (
    IDLE,
    NEGATIONS,
    Member,
    Polarity,
    find_country,
    find_kind,
    find_root,
    find_synonyms,
    is_denial,
    name_country,
    oppose,
    polarities_of_root,
    polarities_of_word,
)

__all__ = [
    "BIDI",
    "IDLE",
    "NEGATIONS",
    "NUMBER_OPENERS",
    "STOP_WORDS",
    "Found",
    "Member",
    "ParsedText",
    "PhraseIndex",
    "Polarity",
    "Word",
    "WordTable",
    "alternation",
    "find_country",
    "find_kind",
    "find_known",
    "find_lemma",
    "find_root",
    "find_synonyms",
    "fold",
    "has_conjunction",
    "is_denial",
    "is_future_verb",
    "is_known",
    "is_numeral",
    "name_country",
    "name_index",
    "once",
    "oppose",
    "outlet_index",
    "participles",
    "polarities_of_root",
    "polarities_of_word",
    "read_cardinal",
    "read_digits",
    "read_ordinal",
    "read_scaled",
    "remember",
    "split_sentences",
    "split_words",
    "word_forms",
    "words",
    "words_with_form",
]
