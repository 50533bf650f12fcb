"""``polytone …``: a thin skin over the workflows.

Exit codes: 0 it worked; 1 the work failed; 2 the call was wrong.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line; deliberate errors become one message and an exit code."""
    from sentiment.cli.commands import app
    from sentiment.cli.terminal import say
    from sentiment.errors import PolytoneError, UsageError

    try:
        app(prog_name="polytone")
    except UsageError as error:
        say(f"polytone: {error}")
        sys.exit(2)
    except PolytoneError as error:
        say(f"polytone: {error}")
        sys.exit(1)
    except KeyboardInterrupt:
        say("polytone: stopped. What was stored stays; the same command goes on from there.")
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
