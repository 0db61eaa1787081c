package dev.liveline.admin.apply;

import java.util.Optional;
import java.util.Set;

/// What an apply may do beyond creating and updating.
///
/// @param prune   whether what the document leaves out is deleted
/// @param confirm the number of deletions the caller expects; without the right one nothing is deleted, nor anything else done
/// @param waived  lint rules that do not stop it
public record Gates(boolean prune, Optional<Integer> confirm, Set<String> waived) {}
