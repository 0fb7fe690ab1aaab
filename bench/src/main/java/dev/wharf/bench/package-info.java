/** The measurements by which Wharf is judged, as ratios within one run. */
@NullMarked
package dev.wharf.bench;

import org.jspecify.annotations.NullMarked;
