package dev.liveline.admin.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The manifests of a directory, as one stream of YAML documents (JSON is YAML), in the order of their paths.
final class Manifests {

    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    private Manifests() {}

    /// @throws IOException with a message for people
    static String of(Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            return Files.readString(path);
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
        StringBuilder stream = new StringBuilder();
        for (Path file : files) {
            stream.append("---\n").append(Files.readString(file).stripTrailing()).append('\n');
        }
        return stream.toString();
    }
}
