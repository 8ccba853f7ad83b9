"""An archive of videos on many machines: a Dask cluster runs the same analysis (extra ``posecoach[cluster]``).

The client lists the archive and hands each video to a worker (`scheduler`, `archive`). A worker keeps a child process
that does the work (`worker`, `child`, `job`): what kills or hangs it, kills or hangs that child only. The child copies
the video (`address`), analyses it, writes the results where they belong (`place`), and last a receipt (`receipt`), by
which a later run knows that they are complete. Several workers share a long video (`parts`). Only a row of numbers goes
back to the client.
"""
