"""Kills the processes of a running Setia at random moments and proves what must hold all the same.

python -m bench.faults --database postgresql --kills 100
python -m bench.faults machines
"""
