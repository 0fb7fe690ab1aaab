/** The command line: results on stdout, words for people on stderr, exit statuses for scripts. */
@NullMarked
package dev.wharf.runtime.cli;

import org.jspecify.annotations.NullMarked;
