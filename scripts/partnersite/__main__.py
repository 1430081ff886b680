"""`python -m partnersite`: the same as the command `partnersite`."""

from partnersite.cli import main

if __name__ == "__main__":
    main(prog_name="partnersite")
