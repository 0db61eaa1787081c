package dev.liveline.admin.shell;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The manifests of a directory, as one stream of YAML documents (JSON is YAML), in the order of their paths.
///
/// @param parts which lines of the text are which file's, in order
record Manifests(String text, List<Part> parts) {

    /// @param firstLine of the text, from 1
    record Part(String file, int firstLine) {}

    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");
    private static final Pattern LINE = Pattern.compile("\\bline (\\d{1,9})\\b");

    Manifests {
        parts = List.copyOf(parts);
    }

    /// @throws IOException with a message for people
    static Manifests of(Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            return new Manifests(read(path), List.of(new Part(path.toString(), 1)));
        }
        if (!Files.isDirectory(path)) {
            throw new IOException("There is no directory " + path + ".");
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(path)) {
            files = walk.filter(Files::isRegularFile)
                .filter(file -> !file.getFileName().toString().startsWith("."))
                .filter(file -> ENDINGS.stream().anyMatch(file.getFileName().toString()::endsWith))
                .sorted()
                .toList();
        }
        if (files.isEmpty()) {
            throw new IOException("There are no manifests (*.yaml, *.yml, *.json) in " + path + ".");
        }
        StringBuilder text = new StringBuilder();
        List<Part> parts = new ArrayList<>();
        int line = 1;
        for (Path file : files) {
            String content = read(file).stripTrailing();
            parts.add(new Part(file.toString(), line + 1));
            // Before directives (%YAML) the document before must have ended.
            String between = !content.startsWith("%") ? "---\n" : text.isEmpty() ? "#\n" : "...\n";
            text.append(between).append(content).append('\n');
            line += 2 + (int) content.chars().filter(c -> c == '\n').count();
        }
        return new Manifests(text.toString(), parts);
    }

    /// Without the byte order mark that some editors put first: within a stream it is no YAML.
    private static String read(Path file) throws IOException {
        try {
            String text = Files.readString(file);
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not UTF-8.", e);
        }
    }

    /// What the service says of a line of the text, said of the file's line. The line that separates two files is the end of the first: a bracket
    /// left open is noticed there.
    String located(String message) {
        return LINE.matcher(message).replaceAll(match -> {
            int line = Integer.parseInt(match.group(1));
            Part part = parts.getFirst();
            for (Part candidate : parts) {
                part = candidate.firstLine() <= line ? candidate : part;
            }
            return Matcher.quoteReplacement(part.file() + " line " + Math.max(1, line - part.firstLine() + 1));
        });
    }
}
