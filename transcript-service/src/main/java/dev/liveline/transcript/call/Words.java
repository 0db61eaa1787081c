package dev.liveline.transcript.call;

/// Counting words, for the stability of captions.
final class Words {

    private Words() {}

    /// How many words of a text a later text no longer begins with.
    static int erased(String before, String after) {
        int same = 0;
        int limit = Math.min(before.length(), after.length());
        while (same < limit && before.charAt(same) == after.charAt(same)) {
            same++;
        }
        if (same == before.length()) {
            return 0;
        }
        int wordStart = same;
        while (wordStart > 0 && before.charAt(wordStart - 1) != ' ') {
            wordStart--;
        }
        return count(before.substring(wordStart));
    }

    static int count(String text) {
        int words = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            boolean letter = text.charAt(i) != ' ';
            words += letter && !inWord ? 1 : 0;
            inWord = letter;
        }
        return words;
    }
}
