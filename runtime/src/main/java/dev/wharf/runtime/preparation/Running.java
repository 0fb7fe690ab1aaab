package dev.wharf.runtime.preparation;

import dev.wharf.runtime.launch.Program;
import dev.wharf.runtime.launch.ResolvedImage;
import java.util.Optional;

/**
 * What a side of a connection runs.
 *
 * @param program an image by its digest, where it has one
 * @param image empty for a program of this machine
 */
public record Running(Program program, Optional<ResolvedImage> image) {}
